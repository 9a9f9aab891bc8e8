import type { Objects } from "../ports.ts";
import { type Entry, findDrops, type StoredEntry } from "../run/find-drop.ts";
import { shownName } from "../run/view/object-name.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/** Why a drop cannot be meant, in words; null: it can. */
export type Refusal = (entry: Entry) => string | null;

/**
 * The drops that words mean: the first digits of a key, at least 4, or the end of an object's name. Of several drops of
 * one object those count that can be meant; a word that fits several objects means none of them; everything that is wrong is told at once, before anything is changed.
 */
export async function chooseDrops(
  objects: Objects,
  words: readonly string[],
  refusal: Refusal,
): Promise<StoredEntry[]> {
  const chosen = new Map<string, StoredEntry>();
  const problems: UseProblem[] = [];
  for (const word of words) {
    const found = await findDrops(objects, word);
    const fitting = found.filter(({ value }) => refusal(value) === null);
    const [first] = fitting;
    if (fitting.length === 1 && first && namesOf(found) === 1) chosen.set(first.value.drop.key, first);
    else problems.push(problemOf(word, found, fitting, refusal));
  }
  if (problems.length > 0) throw new WrongUse(problems);
  return [...chosen.values()];
}

function namesOf(drops: readonly StoredEntry[]): number {
  return new Set(drops.map(({ value }) => `${value.dataset} ${value.drop.name}`)).size;
}

function problemOf(
  word: string,
  found: readonly StoredEntry[],
  fitting: readonly StoredEntry[],
  refusal: Refusal,
): UseProblem {
  if (fitting.length > 1) {
    const keys = fitting.map(({ value }) => value.drop.key).join(", ");
    return useProblem("ambiguous-drop", `'${word}' means ${fitting.length} drops`, `name one by its key: ${keys}`);
  }
  const [only] = fitting;
  if (only) {
    const { key, name } = only.value.drop;
    const message = `'${word}' means ${found.length} drops, and this can be done with one of them`;
    return useProblem("ambiguous-drop", message, `if you mean ${shownName(name)}, name it by its key: ${key}`);
  }
  const last = found.at(-1);
  if (!last && /^[0-9a-f]{1,3}$/.test(word)) {
    return useProblem("unknown-drop", `'${word}' is too short for a key`, "write at least 4 digits of it");
  }
  if (!last) {
    const cure = '`sluice status` lists what waits, `sluice query "SELECT key, name, state FROM drops"` all of them';
    return useProblem("unknown-drop", `no drop in the lake fits '${word}'`, cure);
  }
  const { dataset, state } = last.value;
  const cure =
    state === "COMMITTED" ? `\`sluice report ${last.value.drop.key}\` tells more` : `see \`sluice status ${dataset}\``;
  return useProblem("cannot-decide", refusal(last.value) ?? "it cannot be meant", cure);
}
