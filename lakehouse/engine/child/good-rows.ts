import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { quoteText } from "../../plan/quote.ts";
import type { GoodRows, LocalFile, UnitResult } from "../protocol.ts";
import { splitStatementsOf } from "../split-statements.ts";
import { setArrivalDay } from "./arrival-day.ts";
import type { Sandbox } from "./sandbox.ts";
import { statementsFor } from "./statements.ts";

/** Makes the view `good`, which checks, duplicates and partitions are asked of. */
export async function viewGood(
  { db, folder }: Pick<Sandbox, "db" | "folder">,
  plan: Plan,
  input: string,
  good: GoodRows,
): Promise<void> {
  if (good.kind === "files") return goodFiles(db, folder, good.files);
  const { drop, matched, exceeded, clean } = good;
  const texts = statementsFor(plan, matched, drop, folder, input, null);
  // No file holds these rows and no table of failed ones is left: the rules are evaluated again. OFFSET 0 keeps the
  // conditions of whoever reads the view from the Parquet reader, which would believe the drop's statistics.
  const fails = clean
    ? "false"
    : texts.failsWhere(({ disposition, id }) => disposition === "quarantine" || exceeded.includes(id));
  await setArrivalDay(db, drop);
  await db.run(`CREATE OR REPLACE TEMP VIEW good AS
SELECT ${texts.outputColumns}, sluice_row FROM (${texts.typedInput} OFFSET 0) WHERE (${fails}) IS NOT TRUE`);
}

export async function goodFiles(db: Sandbox["db"], folder: string, files: readonly LocalFile[]): Promise<void> {
  const paths = files.map(({ file }) => quoteText(join(folder, file))).join(", ");
  await db.run(`CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM read_parquet([${paths}], hive_partitioning = false)`);
}

export type Partitions = Pick<UnitResult, "partitions" | "newestMicros"> & { readonly rows: number };
export const NO_PARTITIONS: Partitions = { rows: 0, partitions: [], newestMicros: null };

/** Over the view `good`. A drop with one row for each of a million days is held anyway; the list stays bounded. */
export async function countPartitions(db: Sandbox["db"], plan: Plan): Promise<Partitions> {
  const found = await db.rows<{ id: string | null; rows: string; newest: string | null; total: string }>(
    `SELECT *, sum("rows") OVER ()::BIGINT AS total FROM (${splitStatementsOf(plan).partitions}) ORDER BY newest DESC NULLS LAST LIMIT ${plan.limits.partitions + 1}`,
  );
  const partitions = found.map(({ id, rows }) => ({ id: id ?? "__NULL__", rows: Number(rows) }));
  return {
    rows: Number(found[0]?.total ?? 0),
    partitions: partitions.sort((a, b) => (a.id < b.id ? -1 : 1)),
    newestMicros: found[0]?.newest ?? null,
  };
}
