import { parameterProblems, TemplateMetadataSchema } from "../../../lakehouse/plan/dataflow/metadata.ts";
import { readMessage } from "../grpc/proto-json.ts";
import type { LaunchParameter } from "./jobs.ts";
import { dataflowType } from "./protos.ts";

// What Dataflow says against a launch before there is a job.

const JOB_NAME = /^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/;
const BUCKET_PATH = /^gs:\/\/[a-z0-9][a-z0-9._-]*\/.+/;
const SUBNETWORK = /(^|\/projects\/[^/]+\/)regions\/[^/]+\/subnetworks\/[a-z][a-z0-9-]*$/;
const LABEL = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const MOST_WORKERS = 1_000;

export interface LaunchAsked {
  readonly launch: LaunchParameter;
  readonly validateOnly: boolean;
}

export function readLaunch(body: unknown): LaunchAsked | { readonly problems: readonly string[] } {
  const read = readMessage(dataflowType("LaunchFlexTemplateRequest"), body);
  if ("problems" in read) return read;
  const { launchParameter = {}, validateOnly = false } = read.value as {
    launchParameter?: Partial<LaunchParameter>;
    validateOnly?: boolean;
  };
  const { jobName = "", containerSpecGcsPath = "", parameters = {}, environment = {} } = launchParameter;
  const launch = { jobName, containerSpecGcsPath, parameters, environment };
  // Google's client sends maps that are empty.
  const unknown = Object.entries(launchParameter).flatMap(([name, value]) =>
    name in launch || JSON.stringify(value) === "{}" ? [] : [name],
  );
  const problems = [
    ...unknown.map((name) => `this fake does not know ${name}`),
    ...(JOB_NAME.test(jobName) ? [] : [`The workflow could not be created. Causes: JobName invalid: ${jobName}`]),
    ...(BUCKET_PATH.test(containerSpecGcsPath) ? [] : ["container_spec_gcs_path must be a Cloud Storage path"]),
    ...environmentProblems(environment),
  ];
  return problems.length > 0 ? { problems } : { launch, validateOnly };
}

function environmentProblems(environment: LaunchParameter["environment"]): string[] {
  const { numWorkers = 1, maxWorkers = MOST_WORKERS, flexrsGoal, autoscalingAlgorithm } = environment;
  const {
    subnetwork,
    tempLocation,
    stagingLocation,
    additionalUserLabels = {},
    workerRegion,
    workerZone,
  } = environment;
  const labels = Object.entries(additionalUserLabels as Record<string, string>);
  const wrong = (holds: boolean, says: string) => (holds ? [] : [says]);
  return [
    ...wrong(isCount(numWorkers) && isCount(maxWorkers), `workers must be 1 to ${MOST_WORKERS}`),
    ...wrong(Number(numWorkers) <= Number(maxWorkers), "num_workers is more than max_workers"),
    ...wrong(!(flexrsGoal && autoscalingAlgorithm), "FlexRS jobs take no autoscaling algorithm"),
    ...wrong(!(workerRegion && workerZone), "worker_region and worker_zone exclude each other"),
    ...wrong(subnetwork === undefined || SUBNETWORK.test(String(subnetwork)), "subnetwork is not of the required form"),
    ...[tempLocation, stagingLocation].flatMap((path) =>
      wrong(path === undefined || BUCKET_PATH.test(String(path)), `${path} is no Cloud Storage path`),
    ),
    ...wrong(labels.length <= 64, "more than 64 labels"),
    ...labels.flatMap(([key, value]) =>
      wrong(LABEL.test(key) && LABEL_VALUE.test(value) && !key.startsWith("goog"), `label ${key} is not allowed`),
    ),
  ];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_WORKERS;
}

/** What the container spec says against the launch. */
export function specProblems(spec: string, { parameters }: LaunchParameter): string[] {
  const read = readMessage(dataflowType("ContainerSpec"), jsonOf(spec));
  if ("problems" in read) return read.problems;
  const { image, sdkInfo, metadata } = read.value;
  if (!image || !sdkInfo) return ["the container spec has no image or no SDK"];
  const wrong = parameterProblems(TemplateMetadataSchema.parse(metadata), parameters);
  return wrong.length === 0 ? [] : [`The template parameters are invalid. Details: \n${wrong.join("\n")}`];
}

/** Undefined: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
