import { historyDays, historyMerge, NO_HISTORY_COUNTS } from "../../plan/history/merge.ts";
import { type HistoryRow, type HistoryTable, operationsDataset } from "../../plan/history/tables.ts";
import { Denied, type Job, type JobError, JobExists, JobRefused, type JobSpec, Unavailable } from "../../ports.ts";
import { quoteTable } from "../../publish/context.ts";
import { isOver, type TimeBox } from "../time-box.ts";
import type { MaintainTools } from "./tools.ts";

/** A statement of BigQuery has at most a million characters; a row of these tables a few hundred. */
const ROWS_A_STATEMENT = 500;
const FIRST_LOOK_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** That fail for a passing reason, as when two callers change a table at once. */
const ATTEMPTS = 3;

/** Takes rows into one of the history's tables; how many. Each job has an id of its own: told again, rows stay the same. */
export async function mergeRows<Table extends HistoryTable>(
  tools: MaintainTools,
  table: Table,
  rows: readonly HistoryRow<Table>[],
  time: TimeBox,
): Promise<number> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await merge(tools, table, rows.slice(start, start + ROWS_A_STATEMENT), time);
  }
  return rows.length;
}

async function merge<Table extends HistoryTable>(
  tools: MaintainTools,
  table: Table,
  rows: readonly HistoryRow<Table>[],
  time: TimeBox,
): Promise<void> {
  const { warehouse, place, token } = tools;
  const target = { dataset: operationsDataset(place), table: table.name };
  const spec: JobSpec = {
    kind: "derive",
    from: null,
    target,
    partitions: historyDays(table, rows).map((day) => day.replaceAll("-", "")),
    formerDrops: [],
    text: historyMerge(table, warehouse.dialect, quoteTable(tools, target), rows),
    counts: warehouse.dialect === "duckdb" ? NO_HISTORY_COUNTS : null,
  };
  const id = `sluice-${place.id}-history-${table.name}-${token()}`;
  for (let attempt = 0; ; attempt += 1) {
    const error = await run(tools, `${id}-${attempt}`, { sluice_history: table.name }, spec, time);
    if (error === null) return;
    if (error.kind === "passing" && attempt + 1 < ATTEMPTS && !isOver(time)) continue;
    throw failureOf(table, error);
  }
}

/** Null: it took effect. */
async function run(
  { warehouse, clock }: MaintainTools,
  id: string,
  labels: Readonly<Record<string, string>>,
  spec: JobSpec,
  time: TimeBox,
): Promise<JobError | null> {
  try {
    await warehouse.insert(id, labels, spec);
  } catch (error) {
    if (error instanceof JobRefused) return error.error;
    // Only who made this id knows it: it is his own first try.
    if (!(error instanceof JobExists)) throw error;
  }
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const job: Job | null = await warehouse.job(id);
    if (job?.state === "done") return job.error;
    if (isOver(time)) throw new Unavailable(`job ${id} runs still; what it does is done`);
    await clock.sleep(wait);
  }
}

function failureOf({ name }: HistoryTable, { kind, reason }: JobError): Error {
  const words = `the history's table ${name}: ${reason}`;
  if (kind === "denied") return new Denied(words);
  if (kind === "passing" || kind === "quota") return new Unavailable(words);
  return new Error(`${words} → \`pulumi up\` makes it as it must be`);
}
