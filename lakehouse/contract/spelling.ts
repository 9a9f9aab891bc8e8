import { editDistance } from "./edit-distance.ts";

/** The known name that `name` was probably meant to be; null if none is near. Case does not count. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 5)) + 1;
  for (const candidate of known) {
    // Each letter that one of them has more is a slip at least.
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
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
