import { bucketName, type CloudEnvironment, topicName } from "../../lakehouse/plan/cloud/names.ts";
import type { Trigger } from "../../lakehouse/plan/cloud/trigger.ts";
import type { FunctionProcess } from "./processes.ts";

/** What runs, and how it ends. */
export interface Running {
  readonly environment: CloudEnvironment;
  readonly functions: readonly FunctionProcess[];
  readonly datasets: readonly string[];
  /** Said behind the functions. */
  readonly hints: readonly string[];
  /** What is to be done once all was told. */
  begin(): void;
  close(): Promise<void>;
}

/** One line for each function. */
export function tell({ environment, functions, datasets, hints }: Running): void {
  for (const { name, url, trigger } of functions) {
    process.stdout.write(`${name.padEnd(13)} ${url.padEnd(23)} ${whatCalls(environment, trigger)}\n`);
  }
  process.stdout.write(`${functions.length} functions over ${datasets.length} datasets; Ctrl-C ends them\n`);
  for (const hint of hints) process.stdout.write(`${hint}\n`);
}

function whatCalls(environment: CloudEnvironment, trigger: Trigger): string {
  const as = `as ${trigger.account}`;
  if (trigger.kind === "http") return `requests, ${as}`;
  if (trigger.kind === "event") return `objects of ${bucketName(environment, trigger.zone)}, ${as}`;
  const tick = trigger.schedule === undefined ? "" : ` and at ${trigger.schedule}`;
  return `messages of ${topicName(environment, trigger.topic)}${tick}, ${as}`;
}
