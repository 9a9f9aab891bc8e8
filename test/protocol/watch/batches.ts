import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import { isFinished, type PassedOver, type Publication } from "../../../lakehouse/ledger/publication.ts";
import { namePath } from "../../../lakehouse/plan/names.ts";
import { isLater } from "../model/later.ts";
import { equal, isCommitted, type Ledger, must } from "./ledger.ts";

type Tell = (problem: string) => () => string;

/** Judges what a new publication takes, and what it leaves; throws on what must never be. */
export function judgeBatch(ledger: Ledger, after: Publication, tell: Tell): void {
  const { dataset, number, drops, passedOver } = after;
  const log = ledger.log(dataset);
  must(number === log.length + 1, tell(`it stands after ${log.length}`));
  const last = log.at(-1);
  must(!last || isFinished(last), tell("the one before is not finished"));
  must(!last || isProjected(ledger, last), tell("the one before is not projected"));
  for (const drop of drops) judgeDrop(ledger, after, drop, tell);
  const names = drops.map(({ name }) => name);
  must(new Set(names).size === names.length, tell("it takes two drops of one name"));
  const keys = [...drops, ...passedOver].map(({ key }) => key);
  must(new Set(keys).size === keys.length, tell("it names a drop twice"));
  const published = new Set(log.flatMap((one) => (one.state === "ABORTED" ? [] : one.drops.map(({ key }) => key))));
  must(!keys.some((key) => published.has(key)), tell("it names a drop of an earlier publication"));
  for (const { key, day, round } of passedOver) {
    const entry = ledger.entry(dataset, day, key);
    must(entry?.state === "READY" && entry.round === round, tell(`it passes over ${key}, which is ${entry?.state}`));
  }
  for (const over of passedOver) must(hasReason(ledger, after, over), tell(`nothing took the place of ${over.key}`));
}

function judgeDrop(
  ledger: Ledger,
  { dataset, plan }: Publication,
  { key, day, round, name, files, former }: Publication["drops"][number],
  tell: Tell,
): void {
  const entry = ledger.entry(dataset, day, key);
  must(
    entry?.state === "READY" && entry.round === round,
    tell(`its drop ${key} is ${entry?.state} in round ${entry?.round}`),
  );
  must(entry?.plan === plan, tell(`its drop ${key} was split by another plan`));
  must(nameOf(entry) === name, tell(`its drop ${key} goes by another name`));
  const report = ledger.report(key, round);
  const promised = report?.files.good.map(({ uri, generation, rows }) => ({ uri, generation, rows }));
  must(equal(promised ?? null, files), tell(`it takes other files of ${key} than the report names`));
  must(
    !former || former.drops.every((one) => isCommitted(ledger, dataset, one)),
    tell(`it replaces what was never committed`),
  );
}

function nameOf({ drop, origin }: Pick<Entry, "drop" | "origin">): string {
  return origin?.name ?? drop.name;
}

/** Who gives way gives way to an upload that is in the batch, or published before: it may never be loaded otherwise. */
function hasReason(ledger: Ledger, { dataset, drops }: Publication, { key, day, becomes }: PassedOver): boolean {
  const entry = ledger.entry(dataset, day, key);
  if (!entry || becomes !== "SUPERSEDED") return entry !== undefined;
  const name = nameOf(entry);
  const taken = drops.flatMap((one) => ledger.entry(dataset, one.day, one.key) ?? []);
  const uploads = taken.filter((one) => one.origin === null && one.drop.name === name).map(({ drop }) => drop);
  const present = ledger.names.get(namePath(dataset, name));
  const { origin, drop } = entry;
  return [...uploads, ...(present ? [present] : [])].some((other) =>
    origin ? other.key !== origin.key : other.key !== key && !isLater(drop, other),
  );
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
