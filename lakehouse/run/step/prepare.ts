import type { Entry } from "../../ledger/entry.ts";
import { dataflowJobsLink } from "../../plan/cloud/links.ts";
import { manifestPath, reportPath } from "../../plan/names.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days, PrepareStep } from "../../plan/step.ts";
import { isNoFaultOfTheDrop } from "../claim.ts";
import { processLanded } from "../landing.ts";
import { isLarge, openDrops, unclaimed } from "./open.ts";
import { type StepTools, withoutHands } from "./tools.ts";

type Prepared = Pick<PrepareStep, "handed" | "jobs" | "faults">;
type Job = PrepareStep["jobs"][number];

const NO_TEMPLATE = "there is no Dataflow template → build its image, name it in the stack's file, then `pulumi up`";

/**
 * Claims large drops in landing and hands them over to jobs that the caller starts, under the very names. Small ones are
 * left to those who may decode them.
 */
export async function prepare(tools: StepTools, plan: Plan, days: Days | null): Promise<Prepared> {
  const large = (await unclaimed(tools, plan, days)).filter((landed) => isLarge(tools, landed));
  if (!tools.requestOf) return { handed: 0, jobs: [], faults: large.length > 0 ? [NO_TEMPLATE] : [] };
  const { processed, faults } = await processLanded(withoutHands(tools), tools.bucket, large);
  const { jobs, problems } = await jobsToRun(tools, tools.requestOf, plan.dataset, days);
  return {
    handed: processed.filter(({ entry }) => entry.value.state === "LAUNCHED").length,
    jobs,
    faults: [...faults.map(({ fault }) => fault.message), ...problems],
  };
}

/** Also those that others handed over: on-drop, the reconciler, a person who had a drop split again. */
async function jobsToRun(
  tools: StepTools,
  requestOf: NonNullable<StepTools["requestOf"]>,
  dataset: string,
  days: Days | null,
): Promise<{ readonly jobs: Job[]; readonly problems: string[] }> {
  const jobs: Job[] = [];
  const problems: string[] = [];
  for (const [name, drops] of await unreported(tools, dataset, days)) {
    const manifest = manifestPath(dataset, name);
    try {
      const { projectId, location, launchParameter } = await requestOf({ name, manifest, host: tools.host });
      const bytes = drops.reduce((sum, { drop }) => sum + BigInt(drop.bytes), 0n).toString();
      const launch = { projectId, location, launchParameter: { ...launchParameter } };
      jobs.push({ name, manifest, drops: drops.length, bytes, link: dataflowJobsLink(projectId), launch });
    } catch (error) {
      if (isNoFaultOfTheDrop(error) || !(error instanceof Error)) throw error;
      problems.push(error.message);
    }
  }
  return { jobs, problems };
}

/** Drops that a job has, and of which it has not reported, by job. */
async function unreported(
  { objects }: StepTools,
  dataset: string,
  days: Days | null,
): Promise<[job: string, drops: Entry[]][]> {
  const { entries } = await openDrops(objects, dataset, days);
  const launched = entries.map(({ value }) => value).filter(({ state }) => state === "LAUNCHED");
  const found = new Map<string, Entry[]>();
  for (const entry of launched) {
    if (await objects.stat(reportPath(dataset, entry.drop.key, entry.round))) continue;
    const job = entry.job ?? "";
    found.set(job, [...(found.get(job) ?? []), entry]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
