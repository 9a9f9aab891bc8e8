import fc from "fast-check";

// The naive model of publication: rows as objects, one at a time. Written for the tests alone.

export interface Row {
  readonly key: number;
  /** Day of 2026, some months apart. */
  readonly day: string;
  readonly version: number;
  readonly note: string | null;
  /** Null: the file was passed through. */
  readonly drop: string | null;
  readonly arrived: number | null;
  readonly row: number | null;
}

const DAYS = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-04-01"];

interface Draft {
  readonly arrived: number;
  readonly passedThrough: boolean;
  readonly rows: readonly Pick<Row, "key" | "day" | "version" | "note">[];
}

const draft: fc.Arbitrary<Draft> = fc.record({
  // Few instants, so that drops often arrive at the same one.
  arrived: fc.integer({ min: 1, max: 3 }),
  passedThrough: fc.boolean(),
  rows: fc.array(
    fc.record({
      key: fc.integer({ min: 0, max: 3 }),
      day: fc.constantFrom(...DAYS),
      version: fc.integer({ min: 0, max: 2 }),
      note: fc.option(fc.constantFrom("a", "it's")),
    }),
    { maxLength: 8 },
  ),
});

/**
 * Drops with keys of their own. Only a contract with a sequence column may pass files through; among such rows
 * nothing but the sequence tells old from new, so theirs are all different.
 */
export function drops(withSequence: boolean): fc.Arbitrary<Row[][]> {
  return fc.array(draft, { minLength: 1, maxLength: 4 }).map((drafts) =>
    drafts.map(({ arrived, passedThrough, rows }, drop) =>
      rows.map((row, at): Row => {
        if (!withSequence) return { ...row, version: 0, drop: `drop${drop}`, arrived, row: at };
        if (passedThrough) return { ...row, version: 10 + drop * 10 + at, drop: null, arrived: null, row: null };
        return { ...row, drop: `drop${drop}`, arrived, row: at };
      }),
    ),
  );
}

function compare(a: Row, b: Row): number {
  const order = (row: Row) => [row.version, row.arrived ?? 0, row.drop ?? "", row.row ?? -1] as const;
  const [left, right] = [order(a), order(b)];
  for (const [at, part] of left.entries()) {
    const other = right[at] ?? "";
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

export type PartitionOf = (row: Row) => string;

const identity = (row: Row, partitionOf: PartitionOf) => `${row.key} ${partitionOf(row)}`;

export function newestOf(rows: readonly Row[], partitionOf: PartitionOf): Map<string, Row> {
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const held = newest.get(identity(row, partitionOf));
    if (!held || compare(row, held) > 0) newest.set(identity(row, partitionOf), row);
  }
  return newest;
}

export interface Outcome {
  readonly rows: readonly Row[];
  readonly counts: { readonly inserted: number; readonly updated: number; readonly deleted: number };
}

/** The batch into the table, the rows of former drops giving way. */
export function publish(
  table: readonly Row[],
  batch: readonly Row[],
  partitionOf: PartitionOf,
  former: readonly string[] = [],
): Outcome {
  const result = new Map(table.map((row) => [identity(row, partitionOf), row]));
  const isFormer = ({ drop }: Row) => drop !== null && former.includes(drop);
  const arriving = newestOf(batch, partitionOf);
  let [inserted, updated, deleted] = [0, 0, 0];
  for (const [id, row] of arriving) {
    const held = result.get(id);
    if (!held) inserted++;
    else if (isFormer(held) || compare(row, held) > 0) updated++;
    else continue;
    result.set(id, row);
  }
  for (const [id, row] of result) {
    if (!isFormer(row) || arriving.has(id)) continue;
    result.delete(id);
    deleted++;
  }
  return { rows: [...result.values()], counts: { inserted, updated, deleted } };
}

/** Keys twice in the batch and keys that the table has already, by partition of the batch. */
export function look(table: readonly Row[], batch: readonly Row[], partitionOf: PartitionOf): Record<string, number[]> {
  const held = new Set(table.map((row) => identity(row, partitionOf)));
  const seen = new Map<string, number>();
  for (const row of batch) seen.set(identity(row, partitionOf), (seen.get(identity(row, partitionOf)) ?? 0) + 1);
  const found: Record<string, [number, number]> = {};
  for (const [id, count] of seen) {
    const partition = id.split(" ")[1] ?? "";
    const [repeated, known] = found[partition] ?? [0, 0];
    found[partition] = [repeated + Number(count > 1), known + Number(held.has(id))];
  }
  return found;
}
