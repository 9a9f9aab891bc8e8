import type { CloudSettings } from "../../../lakehouse/plan/cloud/settings.ts";

/** Of an environment whose services nobody asks. */
export const settings: CloudSettings = {
  format: "sluice/settings/1",
  environment: { id: "test", project: "acme-test", location: "EU", region: "europe-west1" },
  launchAboveBytes: 512 * 1024 * 1024,
  leaseSeconds: 60,
  dailyCap: 100,
  from: { email: "sluice@example.com", name: "Sluice" },
  alertsTo: [],
  mailKeyFile: "/nowhere",
  jobs: null,
  endpoints: {},
};
