import type { CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";

/** In which adapters of Google's services are judged. */
export const environment: CloudEnvironment = {
  id: "dev",
  project: "acme-dev",
  location: "EU",
  region: "europe-west1",
};
