import { lastPublication, movePublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Clock, Objects } from "../ports.ts";

/** Nothing waits for a person, or somebody else has resumed it at the same time. */
export class CannotResume extends Error {
  override readonly name = "CannotResume";
}

/** A person has looked, and mended what was wrong: the publication may go on where it stopped. */
export async function resumePublication(
  { objects, clock }: { readonly objects: Objects; readonly clock: Clock },
  dataset: string,
): Promise<Publication> {
  const last = await lastPublication(objects, dataset);
  if (!last?.value.stuck) throw new CannotResume(`no publication of ${dataset} is stuck`);
  const moved = await movePublication(objects, last, { stuck: null, resumed: clock.now() });
  if (!moved) throw new CannotResume(`somebody else moved publication ${last.value.number} of ${dataset}; look again`);
  return moved.value;
}
