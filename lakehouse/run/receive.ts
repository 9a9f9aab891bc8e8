import { landingPath } from "../plan/names.ts";
import type { Log, ObjectMeta } from "../ports.ts";
import { arrivalOf } from "./arrival.ts";
import type { Matcher } from "./landing.ts";
import { isBesideData, isNoDrop } from "./noise.ts";
import { type Processed, processDrop } from "./process.ts";
import type { Tools } from "./tools.ts";
import { tellUnmatched } from "./unmatched.ts";

/** An object of landing, as an event tells of it. */
export interface Announced {
  readonly bucket: string;
  /** In landing, without the zone. */
  readonly name: string;
  readonly facts: Pick<ObjectMeta, "generation" | "bytes" | "crc32c" | "created">;
}

/** What became of it. */
export type Received =
  /** It is no drop. */
  | { readonly kind: "ignored" }
  /** It belongs to no dataset; `told`: by this call. */
  | { readonly kind: "unmatched"; readonly told: boolean }
  | { readonly kind: "drop"; readonly processed: Processed };

export interface Receiving extends Tools {
  readonly log: Log;
}

/**
 * Takes up an object that was heard of. An event is a hint: what counts is what the store says now. Where it has another
 * generation, or none, the drop is the one that the event tells of, and its end says what became of it.
 */
export async function receive(tools: Receiving, match: Matcher, announced: Announced): Promise<Received> {
  const { bucket, name, facts } = announced;
  if (isNoDrop(name)) return { kind: "ignored" };
  const found = match(name);
  if (!found) {
    if (isBesideData(name)) return { kind: "ignored" };
    return { kind: "unmatched", told: await tellUnmatched(tools, { bucket, name, generation: facts.generation }) };
  }
  const path = landingPath(name);
  const present = await tools.objects.stat(path);
  const same = present?.generation === facts.generation ? present : null;
  const meta = same ?? { ...facts, name: path, metageneration: "1" };
  return { kind: "drop", processed: await processDrop(tools, found.plan, arrivalOf(bucket, name, meta, found.day)) };
}
