import type { BatchDrop, Publication } from "../../ledger/publication.ts";

/** What became of the good rows of some of a publication's drops. */
export interface Share {
  readonly loaded: number;
  readonly duplicates: number;
}

/**
 * Of these drops, exactly, or null. A publication counts its rows for all its drops together: how many lost to a newer
 * row of their key, but not which drop's rows. It is known all the same for all its drops, for a single one, where no
 * row was lost (so always without a key), and where all were.
 */
export function shareOf({ drops, counts }: Publication, keys: ReadonlySet<string>): Share | null {
  if (!counts) return null;
  const [these, others] = [drops.filter(({ key }) => keys.has(key)), drops.filter(({ key }) => !keys.has(key))];
  // The most that the others, and the most that these can have brought of what was loaded.
  const least = Math.max(0, counts.loaded - rowsOf(others));
  const most = Math.min(rowsOf(these), counts.loaded);
  if (least !== most) return null;
  const loadedOfOthers = counts.loaded - least;
  const duplicatesOfOthers = leftOutOf(others) + rowsOf(others) - loadedOfOthers;
  return { loaded: least, duplicates: counts.duplicates - duplicatesOfOthers };
}

/** That its files bring. */
function rowsOf(drops: readonly BatchDrop[]): number {
  return drops.reduce((sum, { good, duplicates }) => sum + good - duplicates, 0);
}

/** Exact duplicates, which its files leave out: known of each drop. */
export function leftOutOf(drops: readonly BatchDrop[]): number {
  return drops.reduce((sum, { duplicates }) => sum + duplicates, 0);
}
