import type { LaunchRequest } from "../../plan/dataflow/launch-request.ts";
import type { Launch, Launcher } from "../../ports.ts";
import type { Nudging } from "../nudge.ts";
import type { Tools } from "../tools.ts";

/** The request that starts a manifest's job, the same whoever starts it. Throws where Dataflow would refuse it. */
export type RequestOf = (job: Launch) => Promise<LaunchRequest>;

/** What a step has at hand. It splits and launches nothing, so it needs neither engine nor launcher. */
export interface StepTools extends Omit<Tools, "engine" | "launcher">, Nudging {
  /** Name of the landing bucket. */
  readonly bucket: string;
  /** Null: there is no template yet. */
  readonly requestOf: RequestOf | null;
}

/**
 * The rest of a worker's tools. Jobs are the DAG's to start, and whether they run is its business too: all that is
 * looked for are reports. No drop may be decoded by the account that publishes.
 */
export function withoutHands(tools: StepTools): Tools {
  const launcher: Launcher = {
    launch: async () => undefined,
    phase: async () => "running",
    log: async () => ({ place: "the DAG's log", lines: [] }),
  };
  const split = async () => {
    throw new Error("a step splits no drop");
  };
  return { ...tools, launcher, engine: { split } };
}
