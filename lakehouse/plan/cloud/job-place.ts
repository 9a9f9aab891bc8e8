import type { JobPlace } from "../dataflow/place.ts";
import { accountEmail, type CloudEnvironment, lakeRoot, scratchBucket } from "./names.ts";
import type { CloudSettings } from "./settings.ts";

/** Where an environment's Dataflow jobs run: the same for who writes the container spec and for who launches. */
export function jobPlace(
  environment: CloudEnvironment,
  { subnetwork, labels }: Pick<NonNullable<CloudSettings["jobs"]>, "subnetwork" | "labels">,
): JobPlace {
  return {
    project: environment.project,
    region: environment.region,
    subnetwork,
    serviceAccount: accountEmail(environment, "worker"),
    lake: lakeRoot(environment),
    scratch: `gs://${scratchBucket(environment)}/dataflow`,
    labels,
  };
}
