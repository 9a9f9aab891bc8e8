import type { Outcome } from "../story.ts";

/** The ends of a drop that are told, with the word for each; loaded first, then by gravity. */
export const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  ["committed", "loaded"],
  ["held", "held"],
  ["rejected", "rejected"],
  ["poison", "not checked"],
  ["gone", "gone"],
];
