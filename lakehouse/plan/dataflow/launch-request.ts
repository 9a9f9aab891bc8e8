import type { Manifest } from "../manifest.ts";
import { manifestPath, objectUrl } from "../names.ts";
import { labelProblems } from "./labels.ts";
import { parameterProblems, type TemplateMetadata } from "./metadata.ts";
import { type JobPlace, placeProblems } from "./place.ts";
import {
  type JobEnvironment,
  jobEnvironment,
  type StandingEnvironment,
  standingEnvironment,
} from "./runtime-environment.ts";
import type { Sizing } from "./sizing.ts";

/** LaunchFlexTemplateRequest of Dataflow's templates.proto. */
export interface LaunchRequest {
  readonly projectId: string;
  readonly location: string;
  readonly launchParameter: {
    readonly jobName: string;
    readonly containerSpecGcsPath: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly environment: StandingEnvironment & JobEnvironment;
  };
}

export interface JobToLaunch {
  readonly manifest: Pick<Manifest, "name" | "dataset" | "environment">;
  readonly sizing: Sizing;
  readonly place: JobPlace;
  readonly metadata: TemplateMetadata;
  /** Object name of the container spec. */
  readonly spec: string;
}

const JOB_NAME = /^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/;

/**
 * Starts the template over a manifest. The job has the manifest's name, so that one that is active is not started twice:
 * a launch has no other identity. Or everything that Dataflow would refuse.
 */
export function launchRequest({
  manifest,
  sizing,
  place,
  metadata,
  spec,
}: JobToLaunch): { readonly request: LaunchRequest } | { readonly problems: readonly string[] } {
  const { name, dataset, environment } = manifest;
  const parameters = { manifest: manifestPath(dataset, name), lake: place.lake };
  const ours = { "sluice-dataset": dataset, "sluice-environment": environment };
  const problems = [
    ...(JOB_NAME.test(name) ? [] : [`job name: ${JSON.stringify(name)} does not match ${JOB_NAME.source}`]),
    ...placeProblems(place),
    ...labelProblems(ours),
    ...parameterProblems(metadata, parameters),
  ];
  if (problems.length > 0) return { problems };
  return {
    request: {
      projectId: place.project,
      location: place.region,
      launchParameter: {
        jobName: name,
        containerSpecGcsPath: objectUrl(place.lake, spec),
        parameters,
        environment: { ...standingEnvironment(place), ...jobEnvironment(sizing, { ...place.labels, ...ours }) },
      },
    },
  };
}
