import type { Objects } from "../../ports.ts";
import { type Entry, findDrops, type StoredEntry } from "../find-drop.ts";
import { shownName } from "../view/object-name.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** Why a drop cannot be meant, in words; null: it can. */
export type Unfit = (entry: Entry) => string | null;

export interface Chosen {
  readonly drops: readonly StoredEntry[];
  readonly refused: readonly Refusal[];
}

/**
 * The drops that words mean: the first digits of a key, at least 4, or the end of an object's name. Of several drops of
 * one object those count that can be meant; a word that fits several objects means none of them.
 */
export async function chooseDrops(objects: Objects, words: readonly string[], unfit: Unfit): Promise<Chosen> {
  const chosen = new Map<string, StoredEntry>();
  const refused: Refusal[] = [];
  for (const word of words) {
    const found = await findDrops(objects, word);
    const fitting = found.filter(({ value }) => unfit(value) === null);
    const [first] = fitting;
    if (fitting.length === 1 && first && namesOf(found) === 1) chosen.set(first.value.drop.key, first);
    else refused.push(refusalOf(word, found, fitting, unfit));
  }
  return { drops: [...chosen.values()], refused };
}

function namesOf(drops: readonly StoredEntry[]): number {
  return new Set(drops.map(({ value }) => `${value.dataset} ${value.drop.name}`)).size;
}

function refusalOf(
  word: string,
  found: readonly StoredEntry[],
  fitting: readonly StoredEntry[],
  unfit: Unfit,
): Refusal {
  if (fitting.length > 1) {
    const keys = fitting.map(({ value }) => value.drop.key).join(", ");
    return refusal("ambiguous-drop", `'${word}' means ${fitting.length} drops`, `name one by its key: ${keys}`);
  }
  const [only] = fitting;
  if (only) {
    const { key, name } = only.value.drop;
    const message = `'${word}' means ${found.length} drops, and this can be done with one of them`;
    return refusal("ambiguous-drop", message, `if you mean ${shownName(name)}, name it by its key: ${key}`);
  }
  const last = found.at(-1);
  if (!last && /^[0-9a-f]{1,3}$/.test(word)) {
    return refusal("unknown-drop", `'${word}' is too short for a key`, "write at least 4 digits of it");
  }
  if (!last) {
    const cure = "`sluice status` lists what waits; write the first digits of a key, or the end of an object's name";
    return refusal("unknown-drop", `no drop in the lake fits '${word}'`, cure);
  }
  const { dataset, state } = last.value;
  const cure =
    state === "COMMITTED" ? `\`sluice report ${last.value.drop.key}\` tells more` : `see \`sluice status ${dataset}\``;
  return refusal("cannot-decide", unfit(last.value) ?? "it cannot be meant", cure);
}
