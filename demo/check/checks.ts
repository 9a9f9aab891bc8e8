import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { PageState } from "../../lakehouse/run/page/state.ts";
import { readState } from "../../lakehouse/run/state.ts";
import { tableOf } from "../../lakehouse/run/table.ts";
import { verifyDataset } from "../../lakehouse/run/verify.ts";
import { countOf } from "../../lakehouse/run/view/numbers.ts";
import { withDuckdb } from "../data/duckdb.ts";
import type { SentFiles } from "../data/sent.ts";
import type { Stage } from "../stage.ts";
import type { StoryEvent } from "../story/event.ts";
import type { Plot } from "../story/plot.ts";
import { checked, type Finding, type Invariant } from "./invariant.ts";
import { mailsAreSentOnce } from "./mails.ts";
import { checkRows } from "./rows.ts";

export interface Checked {
  readonly stage: Stage;
  readonly plot: Plot;
  readonly files: SentFiles;
  readonly state: PageState;
  readonly events: readonly StoryEvent[];
  /** Copy of the warehouse that anyone can open. */
  readonly warehouse: string;
  readonly mails: string;
}

/** Everything that must hold at the end. Rows are counted by SQL of its own, over the files and the copy of the tables. */
export async function checkAll(all: Checked): Promise<Invariant[]> {
  const { stage, state, events, warehouse, mails } = all;
  const counted = await withDuckdb(2, async (sql) => {
    await sql.run(`ATTACH ${quoteText(warehouse)} AS warehouse (READ_ONLY)`);
    return checkRows({ sql, lake: stage.lake }, all);
  });
  return [
    ...counted,
    await checked("every mail went out once", () => mailsAreSentOnce(mails, state.mails)),
    await checked("Sluice itself finds no contradiction in its ledger", () => nothingContradicts(stage)),
    await checked("everything ended as the plot has it", async () => asWritten(events)),
  ];
}

/** What `sluice ledger verify` looks at. */
async function nothingContradicts({ tools }: Stage): Promise<Finding> {
  const found: string[] = [];
  for (const dataset of ["flights", "device_pings", "airport_days", "airport_anomalies"]) {
    const state = await readState(tools.objects, dataset);
    const table = await tableOf(tools, state.log);
    const countRows = table && `SELECT count(*) AS n FROM ${table}`;
    const problems = await verifyDataset({ ...tools, countRows }, state);
    found.push(...problems.map(({ where, message }) => `${where}: ${message}`));
  }
  return {
    holds: found.length === 0,
    found: found.length === 0 ? "log, entries, reports, files and tables agree" : found.join("; "),
  };
}

function asWritten(events: readonly StoryEvent[]): Finding {
  const wrong = events.filter(({ asPlanned }) => !asPlanned);
  const words = wrong.map(({ at, kind, dataset }) => `${at.slice(0, 16)} ${kind} ${dataset ?? ""}`);
  return {
    holds: wrong.length === 0 && events.length > 0,
    found: wrong.length === 0 ? countOf(events.length, "event") : `not so: ${words.join("; ")}`,
  };
}
