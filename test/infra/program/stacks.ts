import { join } from "node:path";
import { readSite } from "../../../infra/project.ts";
import type { Site } from "../../../infra/site.ts";
import type { Ran } from "../../fakes/pulumi/run.ts";
import { projectFolder } from "../../layout/tree.ts";
import { runStack, type StackRun } from "./run-stack.ts";

/** The environments of the checkout. */
export const STACKS = ["dev", "prod", "budget"] as const;

const runs = new Map<string, Promise<Ran>>();

/** Each once: a run takes seconds. */
export function ranStack(run: StackRun): Promise<Ran> {
  const key = JSON.stringify(run);
  const known = runs.get(key) ?? runStack(run);
  runs.set(key, known);
  return known;
}

/** What the program is told of one of them. */
export function siteOf(stack: string): Promise<Site> {
  return readSite({ root: projectFolder, contracts: join(projectFolder, "contracts"), stack, config: {} });
}
