import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import type { NameRecord } from "../../../lakehouse/ledger/records.ts";
import { isLater } from "../model/later.ts";
import { judgeBatch } from "./batches.ts";
import { equal, isCommitted, type Ledger, must } from "./ledger.ts";

const WAYS: Readonly<Record<Publication["state"], readonly Publication["state"][]>> = {
  PREPARED: ["PREPARED", "PLANNED", "DONE", "ABORTED"],
  PLANNED: ["PLANNED", "DONE"],
  DONE: [],
  ABORTED: [],
};

/** Judges one change of the log; throws on what must never be. */
export function judgePublication(ledger: Ledger, before: Publication | undefined, after: Publication): void {
  const tell = (problem: string) => () => `publication ${after.dataset} ${after.number}: ${problem}`;
  if (before) judgeMove(before, after, tell);
  else judgeBatch(ledger, after, tell);
  if (after.stuck && !before?.stuck) ledger.stuck += 1;
  if (after.state === "DONE") {
    const { counts } = after;
    must(counts !== null && counts.good === counts.loaded + counts.duplicates, tell("good is not loaded + duplicates"));
  }
}

type Tell = (problem: string) => () => string;

function judgeMove(before: Publication, after: Publication, tell: Tell): void {
  must(WAYS[before.state].includes(after.state), tell(`${before.state} → ${after.state}`));
  const fixed = ({ drops, passedOver, inputs, plan, number, created }: Publication) => [
    drops,
    passedOver,
    inputs,
    plan,
    number,
    created,
  ];
  must(equal(fixed(before), fixed(after)), tell("what it publishes changes"));
  must(after.load >= before.load, tell("its load goes back"));
  if (before.shape) must(equal(before.shape, after.shape), tell("its shape changes"));
  if (before.decision) must(equal(before.decision, after.decision), tell("its decision changes"));
}

/** `names/` moves on to newer committed drops alone; a replay joins the drop that it belongs to. */
export function judgeName(ledger: Ledger, dataset: string, before: NameRecord | undefined, after: NameRecord): void {
  const tell = (problem: string) => () => `name ${after.name}: ${problem}`;
  must(
    [after.key, ...after.replays].every((key) => isCommitted(ledger, dataset, key)),
    tell("it names a drop that is not committed"),
  );
  if (!before) return;
  if (before.key !== after.key) must(isLater(after, before), tell("it goes back to an older drop"));
  else
    must(
      before.replays.every((key) => after.replays.includes(key)),
      tell("it loses a replay"),
    );
}
