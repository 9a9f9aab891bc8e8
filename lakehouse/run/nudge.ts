import type { Asked, Log, Nudger } from "../ports.ts";
import { logFault } from "./log-fault.ts";
import type { Processed } from "./process.ts";

export interface Nudging {
  readonly nudger: Nudger;
  readonly log: Log;
}

/** What is ready is to be published; what is held, refused or lost is to be told, which the publisher does too. */
const FOR_THE_PUBLISHER: ReadonlySet<string> = new Set(["READY", "HELD", "REJECTED", "GONE", "POISON"]);

/** Lets the publisher know of datasets whose drops are his turn. */
export async function nudgePublisher(nudging: Nudging, processed: readonly Processed[]): Promise<void> {
  const his = processed.filter(({ entry }) => FOR_THE_PUBLISHER.has(entry.value.state));
  for (const dataset of new Set(his.map(({ entry }) => entry.value.dataset))) await nudge(nudging, "publish", dataset);
}

/** A nudge that fails costs time, never work: a tick comes anyway. */
export async function nudge({ nudger, log }: Nudging, asked: Asked, dataset: string | null): Promise<void> {
  await nudger.nudge(asked, dataset).catch((error: unknown) => {
    logFault(log, error, dataset === null ? {} : { dataset });
  });
}
