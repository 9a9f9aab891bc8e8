import { readEntry } from "../ledger/entries.ts";
import { readReportOf } from "../ledger/reports.ts";
import { type Processed, resumeDrop } from "./process.ts";
import type { Tools } from "./tools.ts";

/** A round of a drop, as its report's name tells it. */
export interface Reported {
  readonly dataset: string;
  readonly key: string;
  readonly round: number;
}

/**
 * A launched drop goes on from its report without waiting for the job's end. Null: there is nothing to do, because who
 * wrote the report goes on by himself, or somebody else was quicker, or the round is over.
 */
export async function settleReported(tools: Tools, { dataset, key, round }: Reported): Promise<Processed | null> {
  const report = await readReportOf(tools.objects, dataset, key, round);
  if (!report) return null;
  const entry = await readEntry(tools.objects, dataset, report.drop.arrivalDay, key);
  if (entry?.value.state !== "LAUNCHED" || entry.value.round !== round) return null;
  return resumeDrop(tools, entry);
}
