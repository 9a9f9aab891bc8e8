import type { Objects } from "../ports.ts";
import { type OpenDrop, type OpenDrops, openDrops } from "./open-drops.ts";

export interface Held {
  /** The longest first. */
  readonly held: readonly OpenDrop[];
  /** Drops of which nobody can tell. */
  readonly leftOut: OpenDrops["leftOut"];
}

/** What waits for a person, of these datasets. */
export async function heldOf(objects: Objects, datasets: readonly string[]): Promise<Held> {
  const { drops, leftOut } = await openDrops(objects, datasets);
  return { held: drops.filter(({ entry }) => entry.state === "HELD"), leftOut };
}
