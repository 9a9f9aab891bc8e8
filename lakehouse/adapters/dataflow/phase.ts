import type { JobPhase } from "../../ports.ts";

/**
 * What the service's states mean, by their names without `JOB_STATE_`; a state that is not here is not known to be an
 * end. Google's pages call STOPPED both "not yet started" and an end: a job too many does no harm, to wait for ever does.
 */
const PHASES: Readonly<Record<string, JobPhase>> = {
  UNKNOWN: "queued",
  PENDING: "queued",
  QUEUED: "queued",
  DONE: "ended",
  FAILED: "ended",
  CANCELLED: "ended",
  DRAINED: "ended",
  UPDATED: "ended",
  STOPPED: "ended",
};

const ORDER: readonly JobPhase[] = ["running", "queued", "ended", "absent"];

export function phaseOf(state: string): JobPhase {
  return PHASES[state.replace(/^JOB_STATE_/, "")] ?? "running";
}

/** Of all jobs that had the name: at most one is active, and it counts. */
export function phaseOfAll(states: readonly string[]): JobPhase {
  const phases = states.map(phaseOf);
  return ORDER.find((phase) => phases.includes(phase)) ?? "absent";
}
