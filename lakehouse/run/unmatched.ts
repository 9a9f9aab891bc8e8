import { z } from "zod";
import { dropKey, unmatchedPath } from "../plan/names.ts";
import { createValue } from "../ports/values.ts";
import type { Log, Objects } from "../ports.ts";
import { shownName } from "./view/object-name.ts";

const ToldSchema = z.strictObject({ format: z.literal("sluice/unmatched/1"), token: z.string() });

/** An object generation of landing that belongs to no dataset. */
export interface Stranger {
  readonly bucket: string;
  /** In landing, without the zone. */
  readonly name: string;
  readonly generation: string;
}

export interface Telling {
  readonly objects: Objects;
  readonly log: Log;
  token(): string;
}

/** True: this call has told of it. Of several that see it, and of all that see it later, one does. */
export async function tellUnmatched({ objects, log, token }: Telling, stranger: Stranger): Promise<boolean> {
  const key = dropKey(stranger);
  // Each has its own content, so that a write whose answer was lost is known again.
  const mark: z.infer<typeof ToldSchema> = { format: "sluice/unmatched/1", token: token() };
  if (!(await createValue(objects, unmatchedPath(key), mark))) return false;
  const object = shownName(stranger.name);
  const message = `no contract fits ${object} in landing → write one, or remove the object`;
  log({ severity: "WARNING", event: "drop.unmatched", message, key, object });
  return true;
}

/** The same for all that lie there, with one list for those of which was told. */
export async function tellAllUnmatched(telling: Telling, strangers: readonly Stranger[]): Promise<number> {
  if (strangers.length === 0) return 0;
  const folder = unmatchedPath("").replace(/[^/]+$/, "");
  const told = new Set((await telling.objects.list(folder)).map(({ name }) => name));
  let first = 0;
  for (const stranger of strangers) {
    if (told.has(unmatchedPath(dropKey(stranger)))) continue;
    if (await tellUnmatched(telling, stranger)) first += 1;
  }
  return first;
}
