import type { MemoryRow } from "../../fakes/memory/warehouse.ts";

/** `thing_days` as its SQL makes it of `things`: one row a day. */
export function rowsByDay(things: readonly MemoryRow[], wanted: (partition: string) => boolean): MemoryRow[] {
  const days = Map.groupBy(
    things.filter(({ partition }) => wanted(partition)),
    ({ partition }) => partition,
  );
  return [...days].sort().map(([partition, rows]) => {
    const total = rows.reduce((sum, { v }) => sum + Number(v), 0);
    const columns = { day: String(rows[0]?.day), things: rows.length, total };
    return { key: columns.day, partition, seq: 0, drop: null, arrived: null, row: null, ...columns };
  });
}
