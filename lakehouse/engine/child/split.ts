import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import type { Request, UnitResult } from "../protocol.ts";
import { setArrivalDay } from "./arrival-day.ts";
import type { ActiveRule } from "./assemble.ts";
import { countPartitions, goodFiles, NO_PARTITIONS } from "./good-rows.ts";
import type { Sandbox } from "./sandbox.ts";
import { type Statements, statementsFor } from "./statements.ts";
import { noteTypes } from "./type-notes.ts";

type SplitRequest = Extract<Request, { kind: "split" }>;

/**
 * Splits one unit. Order matters: rules are evaluated once, into table `failed`; everything after that reads the table
 * or leaves its rows out by number.
 */
export async function split({ db, folder }: Sandbox, plan: Plan, request: SplitRequest): Promise<UnitResult> {
  const { unit, write, matched, box } = request;
  const texts = statementsFor(plan, matched, request.drop, folder, box.input, unit);
  await setArrivalDay(db, request.drop);
  const failing = await db.run(texts.failed);
  const tally = failing === 0 ? NOTHING_FAILED : await readTally(db, texts);
  const told = await tell(db, texts, tally.failing);
  const clean = request.passClean && tally.failing.length === 0;
  const files = await writeFiles({ db, folder }, texts, tally, unit, write && !clean);
  if (files.quarantined) noteTypes(join(folder, files.quarantined.file), matched.raw);
  if (files.good) await goodFiles(db, folder, [files.good]);
  else await db.run(`CREATE OR REPLACE TEMP VIEW good AS ${keptRows(texts, tally)}`);
  // Counted from decoded rows in each case: the footer's own count proves nothing.
  const partitions = write && !clean && !files.good ? NO_PARTITIONS : await countPartitions(db, plan);
  const goodRows = files.good?.rows ?? partitions.rows;
  await db.run("DROP TABLE failed");
  return {
    unit: unit.index,
    rows: goodRows + tally.doubtful + tally.quarantined,
    goodRows,
    quarantinedRows: tally.quarantined,
    doubtfulRows: tally.doubtful,
    clean,
    ...files,
    failures: Object.fromEntries(tally.failing.map(({ active, rows }) => [active.rule.id, rows])),
    ...told,
    partitions: partitions.partitions,
    newestMicros: partitions.newestMicros,
  };
}

interface Tally {
  readonly quarantined: number;
  readonly doubtful: number;
  readonly failing: readonly { readonly active: ActiveRule; readonly rows: number }[];
}

const NOTHING_FAILED: Tally = { quarantined: 0, doubtful: 0, failing: [] };

async function readTally(db: Sandbox["db"], texts: Statements): Promise<Tally> {
  const row = await db.row<{ quarantined: string; doubtful: string; failures: string[] }>(texts.tally);
  const counts = texts.rules.map((active, index) => ({ active, rows: Number(row.failures[index]) }));
  return {
    quarantined: Number(row.quarantined),
    doubtful: Number(row.doubtful),
    failing: counts.filter(({ rows }) => rows > 0),
  };
}

/** What a person will want to see of each failing rule. */
async function tell(
  db: Sandbox["db"],
  texts: Statements,
  failing: Tally["failing"],
): Promise<Pick<UnitResult, "samples" | "causes">> {
  const samples: Record<string, UnitResult["samples"][string]> = {};
  const causes: Record<string, UnitResult["causes"][string]> = {};
  for (const { active } of failing) {
    const { id, masked } = active.rule;
    const found = await db.rows<{ row: string; path: string | null; value: string | null }>(texts.samples(active));
    samples[id] = found.map(({ row, path, value }) => ({ row: Number(row), path: path ?? "", value }));
    if (masked) continue; // how often one person's value occurs is personal too
    const frequent = await db.rows<{ value: string | null; rows: string }>(texts.causes(active));
    causes[id] = frequent.map(({ value, rows }) => ({ value, rows: Number(rows) }));
  }
  return { samples, causes };
}

type Files = Pick<UnitResult, "good" | "doubtful" | "quarantined">;

/** Doubtful rows are kept even where nothing is to be written: what becomes of them is not known yet. */
async function writeFiles(
  { db, folder }: Pick<Sandbox, "db" | "folder">,
  texts: Statements,
  tally: Tally,
  unit: SplitRequest["unit"],
  write: boolean,
): Promise<Files> {
  const put = async (kind: string, sql: (file: string) => string) => {
    const file = `${kind}-${unit.index}.parquet`;
    return fileOf(folder, file, await db.run(sql(file)));
  };
  const { quarantines, typedFailed, typedInput } = texts;
  const failed = new Set(tally.failing.map(({ active }) => active.rule.id));
  const kept = leaveOut(texts, tally);
  const quarantined = write && tally.quarantined > 0;
  return {
    quarantined: quarantined
      ? await put("quarantined", (file) => texts.quarantine(typedFailed, quarantines, failed, file))
      : null,
    doubtful: tally.doubtful > 0 ? await put("doubtful", (file) => texts.doubtful(file)) : null,
    good: write ? await put("good", (file) => texts.good(typedInput, kept, file)) : null,
  };
}

function leaveOut({ quarantines, escalates }: Statements, { quarantined, doubtful }: Tally): string {
  if (quarantined + doubtful === 0) return "";
  return `ANTI JOIN (SELECT sluice_row FROM failed WHERE (${quarantines}) OR (${escalates})) AS bad USING (sluice_row)`;
}

/** The good rows, where no file holds them. */
function keptRows(texts: Statements, tally: Tally): string {
  return `SELECT ${texts.outputColumns}, sluice_row FROM (${texts.typedInput}) ${leaveOut(texts, tally)}`;
}

/** An empty file would only be loaded for nothing. */
export function fileOf(folder: string, file: string, rows: number): UnitResult["good"] {
  if (rows > 0) return { file, rows };
  rmSync(join(folder, file), { force: true });
  return null;
}
