import type { Objects } from "../ports.ts";
import { chooseDrops as choose, type Unfit } from "../run/decision/choose.ts";
import type { StoredEntry } from "../run/find-drop.ts";
import { refuse } from "./wrong-use.ts";

/** The drops that words mean; everything that is wrong with any word is told at once, before anything is changed. */
export async function chooseDrops(
  objects: Objects,
  words: readonly string[],
  unfit: Unfit,
): Promise<readonly StoredEntry[]> {
  const { drops, refused } = await choose(objects, words, unfit);
  refuse(refused);
  return drops;
}
