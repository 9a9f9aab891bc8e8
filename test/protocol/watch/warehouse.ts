import type { TableRef, Warehouse } from "../../../lakehouse/ports.ts";
import type { MemoryRow, MemoryWarehouse } from "../../fakes/memory/warehouse.ts";
import { type Ledger, must } from "./ledger.ts";

/** A warehouse whose target is looked at after every call: any of them may be when a job takes effect. */
export function watchWarehouse(
  warehouse: MemoryWarehouse,
  { dataset, target }: { readonly dataset: string; readonly target: TableRef },
  ledger: Ledger,
  blame: (error: unknown) => void,
): Warehouse {
  let known: readonly MemoryRow[] | null = null;
  const judged =
    <Arguments extends unknown[], Answer>(call: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      try {
        return await call(...given);
      } finally {
        const rows = warehouse.peek(target);
        if (rows !== known) ledger.changes += 1;
        try {
          if (rows && rows !== known) judgeRows(ledger, dataset, rows);
        } catch (error) {
          blame(error);
        }
        known = rows;
      }
    };
  const { dialect, location, partitionsPerCopy } = warehouse;
  return {
    dialect,
    location,
    partitionsPerCopy,
    insert: judged(warehouse.insert),
    job: judged(warehouse.job),
    shape: judged(warehouse.shape),
    widen: judged(warehouse.widen),
    rows: judged(warehouse.rows),
    query: judged(warehouse.query),
    tables: judged(warehouse.tables),
    drop: judged(warehouse.drop),
  };
}

/** Each row once, and only of drops whose publication was planned. */
function judgeRows(ledger: Ledger, dataset: string, rows: readonly MemoryRow[]): void {
  const planned = new Set(
    ledger
      .log(dataset)
      .flatMap(({ state, drops }) => (state === "PLANNED" || state === "DONE" ? drops.map(({ key }) => key) : [])),
  );
  const seen = new Set<string>();
  for (const { drop, row } of rows) {
    must(
      planned.has(drop ?? ""),
      () => `row ${row} of ${drop} is in the table, and no publication was planned with it`,
    );
    const once = `${drop} ${row}`;
    must(!seen.has(once), () => `row ${row} of ${drop} is in the table twice`);
    seen.add(once);
  }
}
