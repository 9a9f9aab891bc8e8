import type { Objects } from "../ports.ts";
import { type Entry, findDrops, type StoredEntry } from "../run/find-drop.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/** Why a drop cannot be meant, in words; null: it can. */
export type Refusal = (entry: Entry) => string | null;

/**
 * The drops that words mean: first digits of a key, or the end of an object's name. Of several drops of one name those
 * count that can be meant; everything that is wrong is told at once, before anything is changed.
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
    if (fitting.length === 1 && first) chosen.set(first.value.drop.key, first);
    else problems.push(problemOf(word, found, fitting, refusal));
  }
  if (problems.length > 0) throw new WrongUse(problems);
  return [...chosen.values()];
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
  const last = found.at(-1);
  if (!last) {
    const cure = '`sluice status` lists what waits, `sluice query "SELECT key, name, state FROM drops"` all of them';
    return useProblem("unknown-drop", `no drop in the lake fits '${word}'`, cure);
  }
  const { dataset, state } = last.value;
  const cure =
    state === "COMMITTED" ? `\`sluice report ${last.value.drop.key}\` tells more` : `see \`sluice status ${dataset}\``;
  return useProblem("cannot-decide", refusal(last.value) ?? "it cannot be meant", cure);
}
