import { lastPublication, movePublication, type StoredPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Resume } from "../plan/cloud/nudge.ts";
import type { Objects } from "../ports.ts";

/** Nothing waits for a person, or somebody else has resumed it at the same time. */
export class CannotResume extends Error {
  override readonly name = "CannotResume";
}

interface Ledger {
  readonly objects: Objects;
}

/** For who may read the log, and not write it: what the publisher is told, and whether it will go on. */
export async function askToResume(
  { objects }: Ledger,
  dataset: string,
): Promise<{ readonly resume: Resume; readonly goesOn: boolean }> {
  const { value, generation } = await stuckPublication(objects, dataset);
  return { resume: { number: value.number, generation }, goesOn: !isUntouched(value) };
}

/**
 * A person has looked, and mended what was wrong. Where nothing has been done to the table yet (a load, or a derived
 * table, whose one statement failed) the publication is given up: the next one takes the same drops or inputs, by the
 * plan that is deployed now. Else it goes on where it stopped, and jobs that failed are tried again. `seen`: as that person
 * saw it, where the word comes by a message, which may come twice, or late.
 */
export async function resumePublication({ objects }: Ledger, dataset: string, seen?: Resume): Promise<Publication> {
  const last = await stuckPublication(objects, dataset);
  const { stuck, number } = last.value;
  if (seen && (seen.number !== number || seen.generation !== last.generation))
    throw new CannotResume(`publication ${seen.number} of ${dataset} has changed since; look again`);
  const abort = { culprits: [], limit: null, message: stuck.reason };
  const change = isUntouched(last.value) ? { state: "ABORTED" as const, abort } : { resumed: await objects.time() };
  const moved = await movePublication(objects, last, { ...change, stuck: null });
  if (!moved) throw new CannotResume(`somebody else moved publication ${number} of ${dataset}; look again`);
  return moved.value;
}

type Stuck = StoredPublication & { readonly value: { readonly stuck: NonNullable<Publication["stuck"]> } };

async function stuckPublication(objects: Objects, dataset: string): Promise<Stuck> {
  const last = await lastPublication(objects, dataset);
  if (!isStuck(last)) throw new CannotResume(`no publication of ${dataset} is stuck`);
  return last;
}

function isStuck(last: StoredPublication | null): last is Stuck {
  return last !== null && last.value.stuck !== null;
}

/** Nothing has been done to the table. */
function isUntouched({ state, inputs }: Publication): boolean {
  return state === "PREPARED" || inputs.length > 0;
}
