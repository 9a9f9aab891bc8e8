import type { Plan } from "../plan/plan.ts";
import type { Lifts } from "../plan/report.ts";
import type { ObjectMeta } from "../ports.ts";
import { arrivalOf } from "./arrival.ts";
import { awaitDrop, type Patience } from "./await-drop.ts";
import { type Processed, processDrop } from "./process.ts";
import type { Tools } from "./tools.ts";

/** A local file, and the object of landing that it becomes. */
export interface Order {
  readonly path: string;
  /** The object's name. */
  readonly name: string;
  /** The day that the landing pattern captured; null: the day of its arrival. */
  readonly day: string | null;
  /** When it arrived, RFC 3339 UTC; null: when the file was last written. */
  readonly arrived: string | null;
  readonly lifts: Lifts;
  readonly plan: Plan;
}

/** The producer's side of a place that has landing on a disk. */
export interface Landing {
  /** Name of the landing bucket. */
  readonly bucket: string;
  upload(path: string, name: string, created: string | null): Promise<ObjectMeta>;
}

/**
 * One file from its upload to READY, HELD or its end; what was uploaded before is the same drop, and is not run again.
 * Waits while somebody else has the drop.
 */
export async function dropFile(tools: Tools & Landing, order: Order, patience: Patience = {}): Promise<Processed> {
  const { path, name, day, arrived, lifts, plan } = order;
  const meta = await tools.upload(path, name, arrived);
  const arrival = { ...arrivalOf(tools.bucket, name, meta, day), lifts };
  return awaitDrop(tools, await processDrop(tools, plan, arrival, patience), patience);
}
