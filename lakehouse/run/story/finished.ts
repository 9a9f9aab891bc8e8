import { readableEntries } from "../../ledger/entries.ts";
import type { Entry } from "../../ledger/entry.ts";
import { readLog } from "../../ledger/log.ts";
import { isFinished, type Publication } from "../../ledger/publication.ts";
import type { Objects } from "../../ports.ts";

/** Older ones are passed over: whoever told nothing for so long need not read the whole log at every tick. */
const MOST = 30;

/** Publications that nothing more becomes of, and their drops. */
export interface Finished {
  /** Number of the newest of them; all before it are finished too. */
  readonly upTo: number;
  /** Of those after the number asked for, oldest first. */
  readonly entries: readonly Entry[];
}

/** Counted by number, since clocks of workers and the store differ. `last` is the newest of the log, null of an empty one. */
export async function finishedAfter(
  objects: Objects,
  dataset: string,
  after: number,
  last: Publication | null,
): Promise<Finished> {
  let upTo = Math.max(after, (last?.number ?? 0) - MOST);
  const entries: Entry[] = [];
  if (!last || last.number <= upTo) return { upTo, entries };
  for (const publication of await readLog(objects, dataset, upTo + 1)) {
    const drops = await dropsOf(objects, publication);
    // A later one waits for it, or for its drops' entries, which are moved after the log is.
    if (publication.number > last.number || drops === null) break;
    upTo = publication.number;
    entries.push(...drops);
  }
  return { upTo, entries };
}

/** Null: something may still become of it. */
async function dropsOf(objects: Objects, publication: Publication): Promise<Entry[] | null> {
  if (!isFinished(publication)) return null;
  if (publication.state === "ABORTED") return [];
  const { dataset, drops } = publication;
  const places = drops.map(({ day, key }) => ({ dataset, day, key }));
  const entries = (await readableEntries(objects, places)).entries.map(({ value }) => value);
  const rounds = new Map(drops.map(({ key, round }) => [key, round]));
  const waits = entries.some(({ state, drop, round }) => state === "READY" && round === rounds.get(drop.key));
  return waits ? null : entries;
}
