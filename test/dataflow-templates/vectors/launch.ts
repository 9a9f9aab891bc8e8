// How jobs are launched, as the test of the job that Beam makes of it reads it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containerSpec, specObject } from "../../../lakehouse/plan/dataflow/container-spec.ts";
import { launchRequest } from "../../../lakehouse/plan/dataflow/launch-request.ts";
import { TemplateMetadataSchema } from "../../../lakehouse/plan/dataflow/metadata.ts";
import type { JobPlace } from "../../../lakehouse/plan/dataflow/place.ts";
import { type Sizing, sizeJob } from "../../../lakehouse/plan/dataflow/sizing.ts";
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

const fixed = sizeJob(2e12, null, { most: 7, workers: "fixed" });
export const sizings: Readonly<Record<string, Sizing>> = {
  fixed,
  scaled: sizeJob(2e12, 3, { most: 64, workers: "scaled" }),
  patient: { ...fixed, flexRs: true },
};

export function launchVectors(): object {
  const made = containerSpec(metadata, image, place);
  if ("problems" in made) throw new Error(made.problems.join("\n"));
  const { name } = specObject("split", made.spec);
  const requests = Object.entries(sizings).map(([job, sizing]) => {
    const launch = launchRequest({ manifest, sizing, place, metadata, spec: name });
    if ("problems" in launch) throw new Error(launch.problems.join("\n"));
    return [job, launch.request];
  });
  return { spec: { name, value: made.spec }, requests: Object.fromEntries(requests) };
}
