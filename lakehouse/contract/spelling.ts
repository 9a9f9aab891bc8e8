/** The known name that `name` was probably meant to be; null if none is near. Case does not count. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 5)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Single insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Number.POSITIVE_INFINITY;
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [older, last] = [last, next];
  }
  return last[b.length] ?? 0;
}

/** `a, b or c`, each in backticks. */
export function oneOf(names: Iterable<string>): string {
  const quoted = [...names].map((name) => `\`${name}\``);
  const last = quoted.pop() ?? "";
  return quoted.length ? `${quoted.join(", ")} or ${last}` : last;
}

/** `write \`near\`` where a name is near, else the whole choice. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `write \`${near}\`` : `write ${oneOf(known)}`;
}

/** `1 item`, `2 items`, `3 fields with a value`. */
export function counted(count: number, noun: string): string {
  const [first = "", ...rest] = noun.split(" ");
  return [count, count === 1 ? first : `${first}s`, ...rest].join(" ");
}
