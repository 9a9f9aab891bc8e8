import type { DropStory, PublicationStory, RunStory } from "./story.ts";

/**
 * Where the rows of a story's drops are. `in` = `loaded` + `duplicates` + `quarantined` + `held` + `refused`; without
 * the publications' own counts `loaded` is null and `good` stands for both.
 */
export interface RowCounts {
  readonly in: number;
  /** Good rows of committed drops, = `loaded` + `duplicates`. */
  readonly good: number;
  readonly loaded: number | null;
  readonly duplicates: number;
  readonly quarantined: number;
  /** All rows of drops that are held. */
  readonly held: number;
  /** All rows of drops that were decoded and yet not taken. */
  readonly refused: number;
  /** Rows of the table that newer ones took the place of, and rows of former drops that were deleted. */
  readonly updated: number;
  readonly replaced: number;
  /** Of the held rows: those that are bad. */
  readonly heldBad: number;
  readonly committedDrops: number;
  /** Drops whose rows nobody could count. */
  readonly uncounted: number;
}

export function countRows({ drops, publications }: Pick<RunStory, "drops" | "publications">): RowCounts {
  const seen = drops.filter(({ outcome }) => outcome !== "duplicate");
  const committed = seen.filter(({ outcome }) => outcome === "committed");
  const of = (chosen: readonly DropStory[], rows: "in" | "good" | "quarantined") =>
    chosen.reduce((sum, { report }) => sum + (report?.rows[rows] ?? 0), 0);
  const good = of(committed, "good");
  const waiting = seen.filter(({ outcome }) => outcome === "held");
  const held = of(waiting, "in");
  const counts = publishedCounts(publications, committed);
  // A publication may hold drops of which nothing is told here: then only their sum is known.
  const exact = counts.good === good && committed.every(({ publication }) => publication !== null);
  const total = of(seen, "in");
  const quarantined = of(committed, "quarantined");
  return {
    in: total,
    good,
    loaded: exact ? counts.loaded : null,
    duplicates: exact ? counts.duplicates : 0,
    quarantined,
    held,
    refused: total - good - quarantined - held,
    updated: exact ? counts.updated : 0,
    replaced: exact ? counts.replaced : 0,
    heldBad: of(waiting, "quarantined"),
    committedDrops: committed.length,
    uncounted: seen.filter(({ report }) => (report?.rows.in ?? null) === null).length,
  };
}

function publishedCounts(publications: readonly PublicationStory[], committed: readonly DropStory[]) {
  const numbers = new Set(committed.map(({ publication }) => publication));
  const sum = { good: 0, loaded: 0, duplicates: 0, updated: 0, replaced: 0 };
  for (const { number, counts } of publications) {
    if (!numbers.has(number)) continue;
    sum.good += counts.good;
    sum.loaded += counts.loaded;
    sum.duplicates += counts.duplicates;
    sum.updated += counts.updated;
    sum.replaced += counts.replaced;
  }
  return sum;
}
