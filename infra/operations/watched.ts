import { functionName } from "../../lakehouse/plan/cloud/names.ts";
import type { Target } from "../functions/triggers.ts";
import type { Site } from "../site.ts";

/** What alerts and dashboards of an environment are about. */
export interface Watched extends Pick<Site, "environment" | "settings"> {
  readonly functions: readonly WatchedFunction[];
}

export interface WatchedFunction {
  /** Its file's name: `on-drop`. */
  readonly target: string;
  /** Events or messages are delivered to it. */
  readonly isTriggered: boolean;
  /** Cloud Scheduler ticks on its topic. */
  readonly isTicked: boolean;
}

export function watchedFunction({ target, trigger }: Target): WatchedFunction {
  const isTicked = trigger.kind === "topic" && trigger.schedule !== undefined;
  return { target, isTriggered: trigger.kind !== "http", isTicked };
}

/** Named each: another environment of the project may have a name that begins as ours. */
export function servicesOf({ environment, functions }: Pick<Watched, "environment" | "functions">): readonly string[] {
  return functions.map(({ target }) => functionName(environment, target));
}

/** Eventarc makes them, and names them so. */
export function subscriptionsOf({ environment, functions }: Watched): RegExp {
  const names = servicesOf({ environment, functions: functions.filter(({ isTriggered }) => isTriggered) });
  return new RegExp(`eventarc-${environment.region}-(${names.join("|")})-[0-9]+-sub-[0-9]+`);
}

/** Dataflow's jobs (`launchName`) of whichever dataset: a new contract changes no alert of the others. */
export const JOBS = /sluice-.+-[0-9a-f]{24}/;
