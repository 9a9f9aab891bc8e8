// How jobs are launched, as the test of the job that Beam makes of it reads it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containerSpec, specObject } from "../../../lakehouse/plan/dataflow/container-spec.ts";
import { launchRequest } from "../../../lakehouse/plan/dataflow/launch-request.ts";
import { TemplateMetadataSchema } from "../../../lakehouse/plan/dataflow/metadata.ts";
import type { JobPlace } from "../../../lakehouse/plan/dataflow/place.ts";
import { type Fleet, sizeJob } from "../../../lakehouse/plan/dataflow/sizing.ts";
import { launchName } from "../../../lakehouse/plan/names.ts";
import { projectFolder } from "../../layout/tree.ts";

export const metadata = TemplateMetadataSchema.parse(
  JSON.parse(readFileSync(join(projectFolder, "dataflow-templates/split/metadata.json"), "utf8")),
);

export const place: JobPlace = {
  project: "acme-dev",
  region: "europe-west1",
  subnetwork: "regions/europe-west1/subnetworks/sluice",
  serviceAccount: "sluice-dataflow@acme-dev.iam.gserviceaccount.com",
  lake: "gs://acme-dev-{zone}",
  scratch: "gs://acme-dev-scratch/dataflow",
  labels: { team: "flight-data" },
};

export const image = `europe-west1-docker.pkg.dev/acme-dev/sluice/split@sha256:${"0123456789abcdef".repeat(4)}`;

export const manifest = { name: launchName("flights", "a task"), dataset: "flights", environment: "dev" };

/** Fixed, scaled, and in no hurry. */
const JOBS: readonly [name: string, bytes: number, hours: number | null, fleet: Fleet][] = [
  ["fixed", 2e12, null, { most: 7, workers: "fixed" }],
  ["scaled", 2e12, 3, { most: 64, workers: "scaled" }],
  ["patient", 1e12, 24, { most: 7, workers: "fixed" }],
];

export function launchVectors(): object {
  const made = containerSpec(metadata, image, place);
  if ("problems" in made) throw new Error(made.problems.join("\n"));
  const { name } = specObject("split", made.spec);
  const requests = JOBS.map(([job, bytes, hours, fleet]) => {
    const sizing = sizeJob(bytes, hours, fleet);
    const launch = launchRequest({ manifest, sizing, place, metadata, spec: name });
    if ("problems" in launch) throw new Error(launch.problems.join("\n"));
    return [job, launch.request];
  });
  return { spec: { name, value: made.spec }, requests: Object.fromEntries(requests) };
}
