import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Moment } from "./watch.ts";

/** What a process of the story is told. */
export interface Order {
  /** Holds the lake, and beside it what the processes of one case tell each other. */
  readonly folder: string;
  readonly samples: string;
  /** How many acts of the story are played. */
  readonly acts: number;
  /** Hours that have passed since the act began: claims of those who died are over. */
  readonly hours: number;
  /** When it dies, or freezes: at the first of them that it reaches, or never. */
  readonly moments: readonly Moment[];
  readonly manner: "dies" | "freezes";
  /** When the first launched host dies. */
  readonly hostMoment: Moment | null;
}

export function orderOfThisProcess(): Order {
  return JSON.parse(process.argv[2] ?? "") as Order;
}

export function placesIn(folder: string) {
  return {
    lake: join(folder, "lake"),
    jobs: join(folder, "jobs"),
    /** Names of drops by their keys. */
    names: join(folder, "names.json"),
    /** What the lake came to. */
    state: join(folder, "state.json"),
    /** Steps of the process that came to the end. */
    steps: join(folder, "steps.json"),
    hostSteps: join(folder, "host-steps.json"),
    /** The moment at which the last one died. */
    died: join(folder, "died.json"),
    /** There once a process has frozen. */
    frozen: join(folder, "frozen"),
    /** There once an act is over. */
    over: (act: string) => join(folder, `${act} is over`),
  };
}

export function namesIn(folder: string): Map<string, string> {
  const { names } = placesIn(folder);
  return new Map(existsSync(names) ? (JSON.parse(readFileSync(names, "utf8")) as [string, string][]) : []);
}

/** As a process dies whose machine is lost. */
export function die(): void {
  process.kill(process.pid, "SIGKILL");
}
