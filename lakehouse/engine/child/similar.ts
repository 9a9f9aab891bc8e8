import { editDistance } from "../../contract/edit-distance.ts";

/** True where two names look like one column renamed: the same letters, a part of each other, or few slips apart. */
export function looksAlike(a: string, b: string): boolean {
  const one = lettersOf(a);
  const two = lettersOf(b);
  if (one === "" || two === "") return false;
  if (one === two) return true;
  const shorter = Math.min(one.length, two.length);
  if (shorter >= 3 && (one.startsWith(two) || two.startsWith(one) || one.endsWith(two) || two.endsWith(one)))
    return true;
  return shorter >= 4 && editDistance(one, two) <= Math.max(1, Math.floor(shorter / 4));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
