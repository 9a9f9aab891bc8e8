import { z } from "zod";
import { awaitedPath } from "../plan/names.ts";
import { createValue, readValue, type Stored, swapValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

const AwaitedSchema = z.strictObject({
  format: z.literal("sluice/awaited/1"),
  /** The promise that is watched: another one is watched from the start. */
  promise: z.string(),
  /** Of days on which the schedule fires up to this time nothing more is to be found out. RFC 3339 UTC, by the store's clock. */
  since: z.string(),
});

/** How far a dataset's promised days were looked at. Who loses it looks again, and nobody is told twice. */
export type Awaited = z.infer<typeof AwaitedSchema>;

/** A promise counts from the first look at it: what was not promised then is not missed now. */
export async function awaitedFrom(
  objects: Objects,
  dataset: string,
  promise: string,
  now: string,
): Promise<Stored<Awaited>> {
  const name = awaitedPath(dataset);
  const known = await readValue(objects, name, AwaitedSchema);
  if (known?.value.promise === promise) return known;
  const first: Awaited = { format: "sluice/awaited/1", promise, since: now };
  const begun = known
    ? await swapValue(objects, name, first, known.generation)
    : await createValue(objects, name, first);
  return begun ?? awaitedFrom(objects, dataset, promise, now);
}

/** Somebody else may have come as far already. */
export async function moveAwaited(objects: Objects, dataset: string, from: Stored<Awaited>, since: string) {
  await swapValue(objects, awaitedPath(dataset), { ...from.value, since }, from.generation);
}
