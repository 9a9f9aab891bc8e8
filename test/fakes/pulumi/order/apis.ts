import type { Resource } from "../registry.ts";
import type { Need } from "./need.ts";

// Which services must be switched on in the project before a resource can be made: without, it fails the first time, and
// only then.

/** By what a type begins with; the longest counts. Without `.googleapis.com`. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  "gcp:artifactregistry/": ["artifactregistry"],
  "gcp:bigquery/": ["bigquery"],
  "gcp:bigquery/connection": ["bigqueryconnection"],
  "gcp:bigquery/dataTransferConfig": ["bigquerydatatransfer"],
  "gcp:bigquery/datapolicyv2": ["bigquerydatapolicy"],
  "gcp:bigquery/reservation": ["bigqueryreservation"],
  "gcp:billing/budget": ["billingbudgets"],
  "gcp:cloudbuild/": ["cloudbuild"],
  // Its source is built into an image, which Cloud Run runs.
  "gcp:cloudfunctionsv2/function:": ["cloudfunctions", "run", "cloudbuild", "artifactregistry"],
  "gcp:cloudfunctionsv2/functionIam": ["cloudfunctions"],
  "gcp:cloudrun/": ["run"],
  "gcp:cloudrunv2/": ["run"],
  "gcp:cloudscheduler/": ["cloudscheduler"],
  "gcp:composer/": ["composer"],
  "gcp:compute/": ["compute"],
  "gcp:datacatalog/": ["datacatalog"],
  "gcp:dataflow/": ["dataflow", "compute"],
  "gcp:eventarc/": ["eventarc"],
  "gcp:iap/": ["iap"],
  "gcp:kms/": ["cloudkms"],
  "gcp:logging/": ["logging"],
  "gcp:monitoring/": ["monitoring"],
  "gcp:projects/iAM": ["cloudresourcemanager"],
  "gcp:projects/iAMCustomRole": ["iam"],
  "gcp:projects/service:": [],
  "gcp:projects/serviceIdentity:": [],
  "gcp:pubsub/": ["pubsub"],
  "gcp:secretmanager/": ["secretmanager"],
  "gcp:serviceaccount/": ["iam"],
  "gcp:storage/": ["storage"],
  "gcp:vertex/": ["aiplatform"],
};
const PREFIXES = Object.keys(SERVICES).sort((a, b) => b.length - a.length);

/** Null where nobody has said which services its type needs. */
export function apiNeeds(resource: Resource): Need[] | null {
  const { type, inputs } = resource;
  const prefix = PREFIXES.find((one) => type.startsWith(one));
  if (prefix === undefined) return null;
  const services = [
    ...(SERVICES[prefix] ?? []).map((name) => `${name}.googleapis.com`),
    ...(type === "gcp:projects/serviceIdentity:ServiceIdentity" ? [String(inputs.service)] : []),
    ...(inputs.eventTrigger === undefined ? [] : ["eventarc.googleapis.com"]),
  ];
  return services.map((service) => ({
    what: `the API ${service}`,
    isMetBy: (other) => other.type === "gcp:projects/service:Service" && other.inputs.service === service,
  }));
}
