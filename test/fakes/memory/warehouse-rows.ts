import type { Counts, Row } from "../../../lakehouse/ports.ts";

// What the plan's statements do, on rows as objects; naive on purpose. test/ports holds them to the same outcome.

/** A row of staging or of a target. Its key stands for all key columns; null: the table has none. Other properties are columns of the table's shape. */
export interface MemoryRow {
  readonly key: string | null;
  readonly partition: string;
  readonly seq: number;
  /** Null, as `arrived` and `row`, of a file that was passed through. */
  readonly drop: string | null;
  /** RFC 3339 UTC, all with the same number of digits. */
  readonly arrived: string | null;
  readonly row: number | null;
  readonly [column: string]: string | number | boolean | null;
}

export interface Changed {
  readonly rows: readonly MemoryRow[];
  readonly counts: Pick<Counts, "inserted" | "updated" | "deleted">;
}

/** How the plan of a table tells which of two rows of one key is newer: by `seq` first, or not. */
export type Sequence = "seq" | null;

export function isNewer(left: MemoryRow, right: MemoryRow, sequence: Sequence): boolean {
  const order = ({ seq, arrived, drop, row }: MemoryRow) =>
    [sequence === "seq" ? seq : 0, arrived ?? "", drop ?? "", row ?? -1] as const;
  const [a, b] = [order(left), order(right)];
  for (const [at, part] of a.entries()) {
    const other = b[at] as typeof part;
    if (part !== other) return part > other;
  }
  return false;
}

/** One row of each key and partition: the newest. */
export function newestRows(rows: readonly MemoryRow[], sequence: Sequence): MemoryRow[] {
  const newest = new Map<string, MemoryRow>();
  for (const row of rows) {
    const held = newest.get(identityOf(row));
    if (!held || isNewer(row, held, sequence)) newest.set(identityOf(row), row);
  }
  return [...newest.values()];
}

/** Rows of former drops give way whatever their sequence, or go if their key did not come again. Without former drops: a merge. */
export function changeKeyed(
  target: readonly MemoryRow[],
  batch: readonly MemoryRow[],
  partitions: readonly string[],
  formerDrops: readonly string[],
  sequence: Sequence,
): Changed {
  const arriving = new Map(newestRows(within(batch, partitions), sequence).map((row) => [identityOf(row), row]));
  const met = new Set<string>();
  let [updated, deleted] = [0, 0];
  const kept = target.flatMap((row) => {
    if (!partitions.includes(row.partition)) return [row];
    const former = row.drop !== null && formerDrops.includes(row.drop);
    // NULL equals nothing, in a join.
    const next = row.key === null ? undefined : arriving.get(identityOf(row));
    if (!next) {
      deleted += former ? 1 : 0;
      return former ? [] : [row];
    }
    met.add(identityOf(row));
    if (!former && !isNewer(next, row, sequence)) return [row];
    updated += 1;
    return [next];
  });
  const inserted = [...arriving].flatMap(([identity, row]) => (met.has(identity) ? [] : [row]));
  return { rows: [...kept, ...inserted], counts: { inserted: inserted.length, updated, deleted } };
}

/** Without a key rows are never matched: the former drops' go, the batch's come. */
export function replaceKeyless(
  target: readonly MemoryRow[],
  batch: readonly MemoryRow[],
  partitions: readonly string[],
  formerDrops: readonly string[],
): Changed {
  const inserted = within(batch, partitions);
  const gone = (row: MemoryRow) =>
    row.drop !== null && formerDrops.includes(row.drop) && partitions.includes(row.partition);
  const kept = target.filter((row) => !gone(row));
  const deleted = target.length - kept.length;
  return { rows: [...kept, ...inserted], counts: { inserted: inserted.length, updated: 0, deleted } };
}

/** The partitions made new; `*`: the whole table. */
export function derive(
  target: readonly MemoryRow[],
  made: readonly MemoryRow[],
  partitions: readonly string[],
): Changed {
  const whole = partitions.includes("*");
  const outside = made.find(({ partition }) => !whole && !partitions.includes(partition));
  if (outside) throw new RangeError(`a derived row lies in ${outside.partition}, not in ${partitions.join(", ")}`);
  const kept = target.filter(({ partition }) => !whole && !partitions.includes(partition));
  const deleted = target.length - kept.length;
  return { rows: [...kept, ...made], counts: { inserted: made.length, updated: 0, deleted } };
}

/** Per partition of the batch: keys that it repeats, and keys that the target holds in these partitions. */
export function look(target: readonly MemoryRow[], batch: readonly MemoryRow[], partitions: readonly string[]): Row[] {
  const known = new Set(within(target, partitions).flatMap((row) => (row.key === null ? [] : [identityOf(row)])));
  const rows = new Map<string, { readonly partition: string; count: number }>();
  for (const row of batch) {
    const held = rows.get(identityOf(row));
    if (held) held.count += 1;
    else rows.set(identityOf(row), { partition: row.partition, count: 1 });
  }
  const found = new Map<string, { repeated_keys: number; known_keys: number }>();
  for (const [identity, { partition, count }] of rows) {
    const sums = found.get(partition) ?? { repeated_keys: 0, known_keys: 0 };
    found.set(partition, {
      repeated_keys: sums.repeated_keys + Number(count > 1),
      known_keys: sums.known_keys + Number(known.has(identity)),
    });
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sluice_partition, sums]) => ({ sluice_partition, ...sums }));
}

export function within(rows: readonly MemoryRow[], partitions: readonly string[]): MemoryRow[] {
  return rows.filter(({ partition }) => partitions.includes(partition));
}

/** Uniqueness is per partition. */
function identityOf({ key, partition }: MemoryRow): string {
  return JSON.stringify([partition, key]);
}
