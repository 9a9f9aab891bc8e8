import type { Entry } from "../ledger/entry.ts";
import { isNewerDrop } from "../ledger/names.ts";
import type { Former, PassedOver } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import type { Plan } from "../plan/plan.ts";
import { duplicateOf, type EntryReason, REUPLOADED, SUPERSEDED, tooWide } from "./reasons.ts";

export interface Chosen {
  readonly entry: Entry;
  readonly former: Former | null;
}

export interface Taken {
  readonly take: Chosen | null;
  readonly over: readonly PassedOver[];
}

/** Which of the ready drops of one object's name is taken, and what becomes of the others. `most`: partitions of one job. */
export function ofOneName(
  drops: readonly Entry[],
  present: NameRecord | null,
  policy: Plan["publish"]["onReupload"],
  most: number,
): Taken {
  if (policy === "replace") return newestReplaces(drops, present, most);
  if (policy === "hold") return firstOrAccepted(drops, present);
  // Newer rows win by their sequence: the order of batches does not matter.
  const newest = newestOf(drops);
  return { take: newest && { entry: newest, former: null }, over: [] };
}

/** The newest content of a name is the only one; rows of all others go, or never come. */
function newestReplaces(drops: readonly Entry[], present: NameRecord | null, most: number): Taken {
  const [replays, uploads] = [drops.filter(({ origin }) => origin), drops.filter(({ origin }) => !origin)];
  const stale = (entry: Entry) => present !== null && !isNewerDrop(entry.drop, present);
  const newest = newestOf(uploads.filter((entry) => !stale(entry)));
  const touched = newest && partitionsOf(newest, present).size;
  // Nobody gives way to it before a person has decided.
  if (newest && touched && touched > most) return { take: null, over: [held(newest, tooWide(touched, most))] };
  const lost = replays.filter(({ origin }) => origin?.key !== present?.key || newest);
  const over = [...uploads.filter((entry) => entry !== newest), ...lost].map(superseded);
  if (newest) return { take: { entry: newest, former: present && formerOf(present) }, over };
  const replay = replays.find((entry) => !lost.includes(entry));
  return { take: replay ? { entry: replay, former: null } : null, over };
}

/** What one statement changes that deletes the former rows and brings the new ones. */
function partitionsOf({ ready }: Entry, former: Pick<NameRecord, "partitions"> | null): ReadonlySet<string> {
  return new Set([...(ready?.partitions ?? []), ...(former?.partitions ?? [])]);
}

function formerOf({ key, replays, partitions, publications }: NameRecord): Former {
  return { drops: [key, ...replays], partitions: [...partitions], publications: [...publications] };
}

/** A second upload of a name waits for a person, unless one has accepted it. */
function firstOrAccepted(drops: readonly Entry[], present: NameRecord | null): Taken {
  const free = (entry: Entry) => entry.origin !== null || entry.lifts.holds || present === null;
  const take = drops.find(free);
  return {
    take: take ? { entry: take, former: null } : null,
    over: drops.filter((entry) => !free(entry)).map((entry) => held(entry, REUPLOADED)),
  };
}

function newestOf(drops: readonly Entry[]): Entry | null {
  return drops.reduce<Entry | null>(
    (best, entry) => (best && !isNewerDrop(entry.drop, best.drop) ? best : entry),
    null,
  );
}

function superseded(entry: Entry): PassedOver {
  return { ...passedOver(entry), becomes: "SUPERSEDED", reason: SUPERSEDED };
}

export function duplicate(entry: Entry, twin: string): PassedOver {
  return { ...passedOver(entry), becomes: "DUPLICATE", reason: duplicateOf(twin) };
}

export function held(entry: Entry, reason: EntryReason): PassedOver {
  return { ...passedOver(entry), becomes: "HELD", reason };
}

function passedOver({ drop, round }: Entry) {
  return { key: drop.key, day: drop.arrivalDay, round };
}
