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
      edits: distance(wrong.toLowerCase(), name.toLowerCase()),
      start: name[0] === wrong[0] ? 0 : 1,
    }))
    .sort((a, b) => a.edits - b.edits || a.start - b.start);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(wrong.length / 3)) ? best.name : null;
}

/** Edits (insert, delete, replace, swap two neighbours) from one word to the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      const edits = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same];
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        edits.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...edits));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
