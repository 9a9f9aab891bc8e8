import type { BatchDrop, Decision, Publication, PublishedCounts } from "../ledger/publication.ts";
import { isResumedSince } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import { numberWords } from "../plan/words.ts";
import type { Counts } from "../ports.ts";
import type { Acts } from "./act.ts";
import { rowsOf } from "./load.ts";

/** Of a publication that loads no drop. */
export const NOTHING: PublishedCounts = {
  good: 0,
  loaded: 0,
  duplicates: 0,
  updated: 0,
  replaced: 0,
  bytesScanned: 0,
};

/** What the jobs of a publication did, and what they were to do. */
export interface Done {
  readonly publication: Pick<Publication, "drops" | "resumed" | "scanned">;
  readonly decision: Decision;
  readonly acts: Acts;
  readonly key: Plan["key"];
}

/**
 * Where the jobs did otherwise than the reports promise, in words; null: nowhere. A row with a key may lose to a newer
 * one, which no warehouse counts: of a MERGE it is known only that no more rows came than were sent. What a person has
 * looked at since is as promised.
 */
export function countProblem({ publication, decision, acts, key }: Done): string | null {
  const { appended, rest } = promised(publication.drops, decision);
  if (Object.values(acts).every(({ created }) => isResumedSince(publication, created))) return null;
  const { copied, come } = came(acts);
  if (copied !== appended) return otherwise("copied", copied, appended);
  if (key.length === 0 && come !== rest) return otherwise("inserted", come, rest);
  return come > rest ? otherwise("inserted or updated", come, rest) : null;
}

/** What a load did otherwise than the reports promise, file by file and partition by partition; null: nothing. */
export function loadProblem(drops: readonly BatchDrop[], { loaded }: Pick<Counts, "loaded">): string | null {
  const files = rowsOf(drops);
  const partitions = sumOf(drops, (drop) => sumOf(drop.partitions, ({ rows }) => rows));
  if (loaded !== files) return otherwise("loaded", loaded, files);
  return loaded === partitions ? null : otherwise("loaded", loaded, partitions);
}

function otherwise(did: string, found: number, wanted: number): string {
  return `${numberWords(found)} rows were ${did} and the reports promise ${numberWords(wanted)}`;
}

/** Once no problem is left: rows by the warehouse's own statistics of the jobs that took effect. */
export function countRows({ publication, decision, acts, key }: Done): PublishedCounts {
  const { drops, scanned = 0 } = publication;
  const { appended, rest } = promised(drops, decision);
  const { come, updated, deleted, bytesScanned } = came(acts);
  const good = sumOf(drops, (drop) => drop.good);
  const loaded = appended + (key.length > 0 ? Math.min(come, rest) : rest);
  return {
    good,
    loaded,
    duplicates: good - loaded,
    updated: Math.min(updated, loaded),
    replaced: deleted,
    bytesScanned: bytesScanned + scanned,
  };
}

/** Rows of the batch in partitions that are appended to, and in those of the one statement. */
function promised(drops: readonly BatchDrop[], { append, merge, replace }: Decision) {
  const rowsIn = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    return sumOf(
      drops.flatMap(({ partitions }) => partitions.filter(({ id }) => wanted.has(id))),
      ({ rows }) => rows,
    );
  };
  return { appended: rowsIn(append.flat()), rest: rowsIn([...merge, ...replace]) };
}

function came(acts: Acts) {
  const sum = (of: (counts: Counts) => number) => sumOf(Object.values(acts), ({ counts }) => of(counts));
  return {
    copied: sum(({ copied }) => copied),
    come: sum(({ inserted, updated }) => inserted + updated),
    updated: sum(({ updated }) => updated),
    deleted: sum(({ deleted }) => deleted),
    bytesScanned: sum(({ bytesScanned }) => bytesScanned),
  };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
