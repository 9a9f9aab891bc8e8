import { googleError } from "../http/google-error.ts";
import type { Answer, Asked } from "../http/service.ts";
import { type FakeJob, isActive, type LaunchParameter } from "./jobs.ts";
import { readLaunch, specProblems } from "./launch.ts";
import type { DataflowFake, DataflowOptions } from "./service.ts";

const MOST_ACTIVE = 25;

export interface Started {
  readonly project: string;
  readonly location: string;
  readonly body: unknown;
}

/** A job, if the request is right, the caller may, and the name and the project are free for one. */
export async function startJob(
  fake: DataflowFake,
  { allowed, readSpec }: DataflowOptions,
  { account }: Pick<Asked, "account">,
  { project, location, body }: Started,
): Promise<Answer> {
  const read = readLaunch(body);
  if ("problems" in read) return wrong(read.problems);
  const { launch, validateOnly } = read;
  const { containerSpecGcsPath: spec } = launch;
  const lacking = needsOf(launch).find(([permission, on]) => account !== null && !allowed(account, permission, on));
  if (lacking) return googleError(403, "forbidden", said(`the caller lacks ${lacking.join(" on ")}`));
  const text = readSpec ? await readSpec(spec) : "unread";
  if (text === null) return wrong([`Unable to open template file: ${spec}`]);
  const problems = readSpec ? specProblems(text, launch) : [];
  if (problems.length > 0) return wrong(problems);
  const active = fake.jobs.activeNamed(location, launch.jobName);
  if (active && fake.duplicates === "409") return taken(launch.jobName);
  if (validateOnly) return { status: 200, body: {} };
  if (active) return launched(active);
  if (fake.jobs.all().filter(isActive).length >= MOST_ACTIVE) return full();
  const job = fake.jobs.add({ projectId: project, location, launch, account });
  fake.onLaunch(job);
  return launched(job);
}

/** Beside the right to make a job. */
function needsOf({ environment, containerSpecGcsPath }: LaunchParameter): [permission: string, resource: string][] {
  return [
    ["iam.serviceAccounts.actAs", String(environment.serviceAccountEmail ?? "the default account")],
    ["storage.objects.get", containerSpecGcsPath.slice("gs://".length)],
  ];
}

function wrong(problems: readonly string[]): Answer {
  return googleError(400, "badRequest", said(problems.join("\n")));
}

/** In Dataflow's words. */
function taken(name: string): Answer {
  const cure = "If you want to  submit a second job, try again by setting a different name.";
  return googleError(409, "alreadyExists", said(`There is already an active job named ${name}. ${cure}`));
}

function full(): Answer {
  const words = `The workflow could not be created since the project already has ${MOST_ACTIVE} jobs running`;
  return googleError(429, "rateLimitExceeded", said(words));
}

/** A launch is answered before the job has a state. */
function launched({ id, projectId, location, launch, created }: FakeJob): Answer {
  const times = { createTime: created, startTime: created, currentStateTime: "1970-01-01T00:00:00Z" };
  return { status: 200, body: { job: { id, projectId, name: launch.jobName, location, ...times } } };
}

/** Its answers begin so. */
export function said(words: string): string {
  return `(78f666ea16e50f79): ${words}`;
}
