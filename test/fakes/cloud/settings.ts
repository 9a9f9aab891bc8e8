import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jobPlace } from "../../../lakehouse/plan/cloud/job-place.ts";
import { bucketName, type CloudEnvironment } from "../../../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../../../lakehouse/plan/cloud/settings.ts";
import { containerSpec, specObject } from "../../../lakehouse/plan/dataflow/container-spec.ts";
import { TemplateMetadataSchema } from "../../../lakehouse/plan/dataflow/metadata.ts";
import { projectFolder } from "../../layout/tree.ts";
import type { Gcs } from "../gcs/service.ts";

const IMAGE = `europe-west1-docker.pkg.dev/acme-test/sluice/split@sha256:${"0".repeat(64)}`;

type Given = Partial<CloudSettings> & Pick<CloudSettings, "mailKeyFile" | "endpoints">;

export function settingsOf(environment: CloudEnvironment, given: Given): CloudSettings {
  return {
    format: "sluice/settings/1",
    environment,
    launchAboveBytes: 256 * 1024 * 1024,
    leaseSeconds: 600,
    dailyCap: 100,
    from: { email: "sluice@example.com", name: "Sluice (test)" },
    alertsTo: [],
    jobs: jobsOf(environment),
    ...given,
  };
}

function jobsOf(environment: CloudEnvironment): NonNullable<CloudSettings["jobs"]> {
  return { spec: specOf(environment).name, ...standing(environment) };
}

function standing({ region }: CloudEnvironment) {
  return {
    subnetwork: `regions/${region}/subnetworks/sluice-test`,
    fleet: { most: 4, workers: "fixed" },
    labels: { team: "test" },
  } as const;
}

function specOf(environment: CloudEnvironment) {
  const metadata = TemplateMetadataSchema.parse(
    JSON.parse(readFileSync(join(projectFolder, "dataflow-templates/split/metadata.json"), "utf8")),
  );
  const made = containerSpec(metadata, IMAGE, jobPlace(environment, standing(environment)));
  if ("problems" in made) throw new Error(made.problems.join("\n"));
  return specObject("split", made.spec);
}

/** Where `pulumi up` lays the template's container spec. */
export function putSpec(storage: Gcs, environment: CloudEnvironment): void {
  const { name, text } = specOf(environment);
  storage.put(bucketName(environment, "templates"), name.replace(/^templates\//, ""), text);
}
