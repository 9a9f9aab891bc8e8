import { isNewerDrop } from "../../../lakehouse/ledger/names.ts";
import { isFinished, type Publication } from "../../../lakehouse/ledger/publication.ts";
import type { NameRecord } from "../../../lakehouse/ledger/records.ts";
import { equal, type Ledger, must } from "./ledger.ts";

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
  else judgeNew(ledger, after, tell);
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

function judgeNew(ledger: Ledger, after: Publication, tell: Tell): void {
  const { dataset, number, drops, passedOver } = after;
  const log = ledger.log(dataset);
  must(number === log.length + 1, tell(`it stands after ${log.length}`));
  const last = log.at(-1);
  must(!last || isFinished(last), tell("the one before is not finished"));
  must(!last || isProjected(ledger, last), tell("the one before is not projected"));
  for (const { key, day, round, files, former } of drops) {
    const entry = ledger.entry(dataset, day, key);
    must(
      entry?.state === "READY" && entry.round === round,
      tell(`its drop ${key} is ${entry?.state} in round ${entry?.round}`),
    );
    const report = ledger.report(key, round);
    const promised = report?.files.good.map(({ uri, generation, rows }) => ({ uri, generation, rows }));
    must(equal(promised ?? null, files), tell(`it takes other files of ${key} than the report names`));
    must(
      !former || former.drops.every((one) => isCommitted(ledger, dataset, one)),
      tell(`it replaces what was never committed`),
    );
  }
  const keys = [...drops, ...passedOver].map(({ key }) => key);
  must(new Set(keys).size === keys.length, tell("it names a drop twice"));
  const published = new Set(log.flatMap((one) => (one.state === "ABORTED" ? [] : one.drops.map(({ key }) => key))));
  must(!keys.some((key) => published.has(key)), tell("it names a drop of an earlier publication"));
}

/** Nobody can be put into another publication by mistake. */
function isProjected(ledger: Ledger, { dataset, drops, passedOver, state, abort }: Publication): boolean {
  const over =
    state === "ABORTED" ? drops.filter(({ key }) => abort?.culprits.includes(key)) : [...drops, ...passedOver];
  return over.every(({ key, day, round }) => {
    const entry = ledger.entry(dataset, day, key);
    return entry && !(entry.state === "READY" && entry.round === round);
  });
}

function isCommitted(ledger: Ledger, dataset: string, key: string): boolean {
  return ledger.log(dataset).some(({ state, drops }) => state === "DONE" && drops.some((one) => one.key === key));
}

/** `names/` moves on to newer committed drops alone; a replay joins the drop that it belongs to. */
export function judgeName(ledger: Ledger, dataset: string, before: NameRecord | undefined, after: NameRecord): void {
  const tell = (problem: string) => () => `name ${after.name}: ${problem}`;
  must(
    [after.key, ...after.replays].every((key) => isCommitted(ledger, dataset, key)),
    tell("it names a drop that is not committed"),
  );
  if (!before) return;
  if (before.key !== after.key) must(isNewerDrop(after, before), tell("it goes back to an older drop"));
  else
    must(
      before.replays.every((key) => after.replays.includes(key)),
      tell("it loses a replay"),
    );
}
