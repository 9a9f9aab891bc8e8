/** True where two names look like one column renamed: the same letters, a part of each other, or few slips apart. */
export function looksAlike(a: string, b: string): boolean {
  const one = lettersOf(a);
  const two = lettersOf(b);
  if (one === "" || two === "") return false;
  if (one === two) return true;
  const shorter = Math.min(one.length, two.length);
  if (shorter >= 3 && (one.startsWith(two) || two.startsWith(one) || one.endsWith(two) || two.endsWith(one)))
    return true;
  return shorter >= 4 && distance(one, two) <= Math.max(1, Math.floor(shorter / 4));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Slips of a typing hand: a letter more, less, another, or two swapped. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      row.push(swapped ? Math.min(least, at(i - 2, j - 2) + 1) : least);
    }
  }
  return at(a.length, b.length);
}
