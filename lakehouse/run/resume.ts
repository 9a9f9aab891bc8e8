import { lastPublication, movePublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Objects } from "../ports.ts";

/** Nothing waits for a person, or somebody else has resumed it at the same time. */
export class CannotResume extends Error {
  override readonly name = "CannotResume";
}

/**
 * A person has looked, and mended what was wrong. Where nothing has been done to the table yet (a load, or a derived
 * table, whose one statement failed) the publication is given up: the next one takes the same drops or inputs, by the
 * plan that is deployed now. Else it goes on where it stopped, and jobs that failed are tried again.
 */
export async function resumePublication(
  { objects }: { readonly objects: Objects },
  dataset: string,
): Promise<Publication> {
  const last = await lastPublication(objects, dataset);
  if (!last?.value.stuck) throw new CannotResume(`no publication of ${dataset} is stuck`);
  const { state, inputs, stuck, number } = last.value;
  const untouched = state === "PREPARED" || inputs.length > 0;
  const abort = { culprits: [], limit: null, message: stuck.reason };
  const change = untouched ? { state: "ABORTED" as const, abort } : { resumed: await objects.time() };
  const moved = await movePublication(objects, last, { ...change, stuck: null });
  if (!moved) throw new CannotResume(`somebody else moved publication ${number} of ${dataset}; look again`);
  return moved.value;
}
