import { pendingPath, toldPath } from "../plan/names.ts";
import { createEmpty, removeIfThere } from "../ports/markers.ts";
import type { Objects } from "../ports.ts";
import { DROP_STATES, type DropState, type Entry } from "./entry.ts";
import type { EntryPlace } from "./markers.ts";

/** What became of one round of a drop, of which somebody is to be told. Each is marked once and told once. */
export interface Pending extends EntryPlace {
  readonly round: number;
  readonly state: DropState;
}

/** Before the entry says so, or a crash between the two would keep it from being told. */
export function markPending(objects: Objects, { dataset, drop, round }: Entry, state: DropState): Promise<void> {
  return createEmpty(objects, pendingPath(dataset, drop.arrivalDay, drop.key, round, state));
}

export function unmarkPending(objects: Objects, { dataset, day, key, round, state }: Pending): Promise<void> {
  return removeIfThere(objects, pendingPath(dataset, day, key, round, state));
}

/** By day, then key. */
export function listPending(objects: Objects, dataset: string): Promise<Pending[]> {
  return listBelow(objects, dataset, pendingPath(dataset, "", "", 0, ""));
}

/** A message holds it. For good: a slow worker may mark again what was told long ago. */
export function rememberTold(objects: Objects, { dataset, day, key, round, state }: Pending): Promise<void> {
  return createEmpty(objects, toldPath(dataset, day, key, round, state));
}

export async function isTold(objects: Objects, { dataset, day, key, round, state }: Pending): Promise<boolean> {
  return (await objects.stat(toldPath(dataset, day, key, round, state))) !== null;
}

export function listTold(objects: Objects, dataset: string): Promise<Pending[]> {
  return listBelow(objects, dataset, toldPath(dataset, "", "", 0, ""));
}

async function listBelow(objects: Objects, dataset: string, sample: string): Promise<Pending[]> {
  return (await objects.list(sample.replace(/dt=\/.*$/, ""))).flatMap(({ name }) => {
    const [, day, key, round, state] = /\/dt=([\d-]{10})\/([0-9a-f]{24})-(\d+)-([A-Z]+)$/.exec(name) ?? [];
    return day && key && round && isState(state) ? [{ dataset, day, key, round: Number(round), state }] : [];
  });
}

function isState(word: string | undefined): word is DropState {
  return DROP_STATES.some((state) => state === word);
}

/** A worker that marked it may have been too late: only the entry's history says that it came true. */
export function cameTrue({ round, state }: Pick<Pending, "round" | "state">, entry: Entry): boolean {
  return entry.history.some((step) => step.round === round && step.state === state);
}
