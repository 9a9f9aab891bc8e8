import type { DropState, Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { verdictStyle, verdictWords } from "./head.ts";
import { isLeftOut, stateStyle, stateWords } from "./states.ts";
import { styled, type Text, text } from "./text.ts";

/** One drop of a run among several. Where nothing was kept, it has a report alone. */
export interface DropEnd {
  readonly shown: string;
  readonly dataset: string;
  readonly entry: Entry | null;
  readonly report: Report | null;
  /** It was done before: nothing was run again. */
  readonly alreadyDone: boolean;
}

/** Said as soon as a drop is done. */
export function dropLine({ shown, dataset, entry, report, alreadyDone }: DropEnd): Text {
  const again = alreadyDone ? styled("dim", ` (already done${doneWords(entry)})`) : text``;
  return text`${mark(entry, report)} ${shown}  ${styled("dim", dataset)}  ${endWords(entry, report)}${again}`;
}

function doneWords(entry: Entry | null): string {
  return entry?.state === "COMMITTED" ? `, in publication ${entry.publication}` : "; its report stands";
}

/** The verdict, and the state where that says more. */
function endWords(entry: Entry | null, report: Report | null): Text {
  if (report && (entry === null || follows(entry.state, report))) return verdictWords(report);
  if (!entry) return text``;
  return text`${styled(stateStyle[entry.state], entry.state.toLowerCase())}  ${stateWords(entry)}`;
}

function follows(state: DropState, { verdict }: Report): boolean {
  if (state === "HELD") return verdict === "held";
  if (state === "REJECTED") return verdict === "rejected";
  return state === "READY" || state === "COMMITTED";
}

function mark(entry: Entry | null, report: Report | null): Text {
  const signs = { ready: "✓", "ready with warnings": "!", held: "✗", rejected: "✗" } as const;
  if (report && (entry === null || follows(entry.state, report))) {
    return styled(verdictStyle[report.verdict], signs[report.verdict]);
  }
  if (entry && isLeftOut(entry)) return styled("dim", "–");
  return entry?.state === "CLAIMED" || entry?.state === "LAUNCHED" ? styled("warn", "…") : styled("bad", "✗");
}

/** True: nobody needs to look at it. */
export function isClean({ entry, report }: DropEnd): boolean {
  if (entry && isLeftOut(entry)) return true;
  if (entry && entry.state !== "COMMITTED" && entry.state !== "READY") return false;
  return report?.verdict === "ready" && report.rows.quarantined === 0;
}

const gravity = { rejected: 0, held: 1, "ready with warnings": 2, ready: 3 } as const;

/** Drops that somebody should look at, the worst first. */
export function worst(drops: readonly DropEnd[]): DropEnd[] {
  const weight = ({ report }: DropEnd) => (report ? gravity[report.verdict] : 0);
  const bad = ({ report }: DropEnd) => report?.rows.quarantined ?? 0;
  return drops.filter((drop) => !isClean(drop)).sort((a, b) => weight(a) - weight(b) || bad(b) - bad(a));
}
