import { editDistance } from "../contract/edit-distance.ts";

/** `did you mean --json?`, or the full list where nothing is near. */
export function didYouMean(wrong: string, known: readonly string[], listed = `known: ${known.join(", ")}`): string {
  const near = nearest(wrong, known);
  return near === null ? listed : `did you mean ${near}?`;
}

export function nearest(wrong: string, known: readonly string[]): string | null {
  const started = known.filter((name) => wrong.length > 1 && name.startsWith(wrong));
  if (started.length === 1) return started[0] ?? null;
  const ranked = known
    .map((name) => ({
      name,
      edits: editDistance(wrong.toLowerCase(), name.toLowerCase()),
      start: name[0] === wrong[0] ? 0 : 1,
    }))
    .sort((a, b) => a.edits - b.edits || a.start - b.start);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(wrong.length / 3)) ? best.name : null;
}
