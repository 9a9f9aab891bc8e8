import { listEntries, readableEntries } from "../ledger/entries.ts";
import type { DropState, Entry } from "../ledger/entry.ts";
import { readPublication } from "../ledger/log.ts";
import { listMarked } from "../ledger/markers.ts";
import type { Pending } from "../ledger/pending.ts";
import { readReportOf } from "../ledger/reports.ts";
import { factOf } from "../notify/facts.ts";
import {
  type DropStory,
  type HeldStory,
  type Outcome,
  type PastDrop,
  type PublicationStory,
  pastDrop,
} from "../notify/story.ts";
import type { Objects } from "../ports.ts";
import { readAll } from "./verify/readable.ts";

const OUTCOMES: Readonly<Partial<Record<DropState, Outcome>>> = {
  COMMITTED: "committed",
  HELD: "held",
  REJECTED: "rejected",
  SUPERSEDED: "superseded",
  DUPLICATE: "duplicate",
  GONE: "gone",
  POISON: "poison",
};

const pastShown = 30;

type Fate = Pick<Pending, "round" | "state">;

/** What became of one round of a drop, also if it has gone on since. */
export async function storyOf(objects: Objects, fate: Fate, entry: Entry): Promise<DropStory> {
  const { dataset, drop, origin, history } = entry;
  const { round, state } = fate;
  const present = entry.round === round && entry.state === state;
  const step = history.findLast((one) => one.round === round && one.by !== null);
  return {
    key: drop.key,
    round,
    name: origin?.name ?? drop.name,
    arrived: drop.arrived,
    arrivalDay: drop.arrivalDay,
    outcome: OUTCOMES[state] ?? "gone",
    reason: present ? entry.reason : null,
    report: await readReportOf(objects, dataset, drop.key, round),
    publication: state === "COMMITTED" ? entry.publication : null,
    replayOf: origin && { key: origin.key, name: origin.name, arrivalDay: drop.arrivalDay },
    decidedBy: step?.by ?? null,
  };
}

/** Those of these drops that were committed without a fault: they end a failure. */
export async function cleanDrops(objects: Objects, entries: readonly Entry[]): Promise<DropStory[]> {
  const clean = entries.filter(({ state, ready }) => state === "COMMITTED" && ready?.notable === false);
  const stories = await Promise.all(clean.map((entry) => storyOf(objects, entry, entry)));
  return stories.filter((story) => factOf(story) === null); // the others are marked, and told for that
}

export async function publicationsOf(
  objects: Objects,
  dataset: string,
  drops: readonly DropStory[],
): Promise<PublicationStory[]> {
  const numbers = [...new Set(drops.flatMap(({ publication }) => publication ?? []))].sort((a, b) => a - b);
  const read = await Promise.all(numbers.map((number) => readPublication(objects, dataset, number)));
  return read.flatMap((stored) => {
    const { number, committed, counts } = stored?.value ?? { number: 0, committed: null, counts: null };
    return committed && counts ? [{ number, committed, counts }] : [];
  });
}

/** The latest drops before those of the story, oldest first. */
export async function pastDrops(objects: Objects, dataset: string, drops: readonly DropStory[]): Promise<PastDrop[]> {
  const keys = new Set(drops.map(({ key }) => key));
  const latest = drops.at(-1)?.arrivalDay ?? "9999-12-31";
  const earlier = (await listEntries(objects, dataset)).filter(({ key, day }) => !keys.has(key) && day <= latest);
  const { entries } = await readableEntries(objects, earlier.slice(-2 * pastShown));
  const settled = entries.filter(({ value }) => value.origin === null && OUTCOMES[value.state] !== undefined);
  const { values } = await readAll(settled, ({ value }) => storyOf(objects, value, value));
  return values
    .sort((a, b) => Date.parse(a.arrived) - Date.parse(b.arrived))
    .slice(-pastShown)
    .map(pastDrop);
}

export async function heldDrops(objects: Objects, dataset: string): Promise<HeldStory[]> {
  const { entries } = await readableEntries(objects, await listMarked(objects, "open", dataset));
  return entries.flatMap(({ value }) => {
    if (value.state !== "HELD") return [];
    const { key, name, arrivalDay } = value.drop;
    return [{ key, name, arrivalDay }];
  });
}
