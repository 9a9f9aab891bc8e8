import type { DropState, Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { verdictStyle, verdictWords } from "./head.ts";
import { shownName } from "./object-name.ts";
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
  /** True: somebody else decided first; absent: false. */
  readonly overtaken?: boolean;
  /** True: no contract fits it, and the report is by a draft; absent: false. */
  readonly drafted?: boolean;
}

/** Said as soon as a drop is done. */
export function dropLine({ shown, dataset, entry, report, alreadyDone, drafted, overtaken = false }: DropEnd): Text {
  if (drafted)
    return text`${styled("bad", "✗")} ${shownName(shown)}  ${noContract}, not kept; by a draft: ${endWords(entry, report)}`;
  const again = alreadyDone ? styled("dim", ` (${doneWords(entry, overtaken)})`) : text``;
  return text`${mark(entry, report)} ${shownName(shown)}  ${styled("dim", dataset)}  ${endWords(entry, report)}${again}`;
}

/** Of a drop that has none. */
export const noContract = styled("bad", "no contract");

function doneWords(entry: Entry | null, overtaken: boolean): string {
  if (overtaken) {
    const by = entry?.history.findLast((step) => step.by !== null)?.by;
    return `${by ?? "somebody else"} decided first, and that stands`;
  }
  return entry?.state === "COMMITTED"
    ? `already done, in publication ${entry.publication}`
    : "already done; its report stands";
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
export function isClean({ entry, report, drafted }: DropEnd): boolean {
  if (drafted) return false;
  if (entry && isLeftOut(entry)) return true;
  if (entry && entry.state !== "COMMITTED" && entry.state !== "READY") return false;
  return report?.verdict === "ready" && report.rows.quarantined === 0;
}

const gravity = { rejected: 0, held: 1, "ready with warnings": 2, ready: 3 } as const;

/** Drops whose reports somebody should look at, the worst first. */
export function worst(drops: readonly DropEnd[]): DropEnd[] {
  const weight = ({ report }: DropEnd) => (report ? gravity[report.verdict] : 0);
  const bad = ({ report }: DropEnd) => report?.rows.quarantined ?? 0;
  return drops
    .filter((drop) => !drop.drafted && !isClean(drop))
    .sort((a, b) => weight(a) - weight(b) || bad(b) - bad(a));
}
