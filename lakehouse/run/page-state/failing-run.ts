import { grouped, rowsOf } from "../view/numbers.ts";
import { type Fate, isFirstHand, isLive, keyOf } from "./fates.ts";
import { rowsLeft } from "./replayed.ts";

/** Decided by a person: then somebody knows, and it is no failure of the data any more. */
const REJECTED_BY_HAND = "REJECTED_BY_HAND";
const refused: ReadonlySet<Fate["state"]> = new Set(["REJECTED", "POISON", "GONE"]);

export interface FailingRun {
  /** Arrival day of its first drop. */
  readonly since: string;
  readonly sentence: string;
}

/**
 * The newest drops that are not as they should be, without a good one among them; null: the newest is good. A drop whose
 * quarantined rows a replay has brought in is good.
 */
export function failingRun(fates: readonly Fate[]): FailingRun | null {
  const left = rowsLeft(fates);
  const leftOf = (fate: Fate) => left.get(keyOf(fate)) ?? 0;
  const judged = fates.filter((fate) => isFirstHand(fate) && (isLive(fate) || isRefused(fate)));
  const lastGood = judged.findLastIndex((fate) => !isRefused(fate) && leftOf(fate) === 0);
  const run = judged.slice(lastGood + 1);
  const [first] = run;
  if (!first) return null;
  const rows = run.filter((fate) => !isRefused(fate)).reduce((sum, fate) => sum + leftOf(fate), 0);
  return { since: first.entry.drop.arrivalDay, sentence: sentenceOf(run, rows) };
}

function isRefused({ state, reason }: Fate): boolean {
  return refused.has(state) && reason?.code !== REJECTED_BY_HAND;
}

function sentenceOf(run: readonly Fate[], left: number): string {
  const no = run.filter(isRefused);
  const quarantined = left > 0 ? [`${rowsOf(left)} ${left === 1 ? "is" : "are"} in quarantine`] : [];
  if (run.length > 1) {
    const refused = no.length > 0 ? [no.length === 1 ? "one was refused" : `${grouped(no.length)} were refused`] : [];
    return `None of the newest ${grouped(run.length)} drops is as promised: ${[...refused, ...quarantined].join(", ")}.`;
  }
  if (no[0])
    return `The newest drop was refused (${no[0].reason?.code ?? no[0].state}); none of its rows is in the table.`;
  return `Of the newest drop ${quarantined[0]}; its other rows are published.`;
}
