// What an environment in Google Cloud is made of, before any of it is used.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { createBigQueryWarehouse } from "../../lakehouse/adapters/bigquery.ts";
import { createGcsObjects } from "../../lakehouse/adapters/gcs.ts";
import { type Cloud, openCloud } from "../../lakehouse/environment/cloud.ts";
import { CloudSettingsSchema } from "../../lakehouse/plan/cloud/settings.ts";
import { Denied } from "../../lakehouse/ports.ts";

const nowhere = "http://127.0.0.1:1";
const settings = CloudSettingsSchema.parse({
  format: "sluice/settings/1",
  environment: { id: "dev", project: "acme", location: "EU", region: "europe-west1" },
  launchAboveBytes: 1,
  leaseSeconds: 60,
  dailyCap: 10,
  from: { email: "sluice@example.com", name: "Sluice" },
  mailKeyFile: "/nowhere",
  jobs: null,
  endpoints: { storage: nowhere, bigquery: nowhere, dataflow: nowhere, pubsub: nowhere, sendgrid: nowhere },
});

let cloud: Cloud;
afterEach(() => cloud.close());
const open = async () => {
  cloud = await openCloud(settings, { function: "on-drop" });
  return cloud;
};

test("names follow from the environment", async () => {
  expect(await open()).toMatchObject({
    project: "acme",
    bucket: "acme-dev-landing",
    flags: " --env dev",
    host: "beam",
    warehouse: { dialect: "bigquery", location: "EU" },
  });
});

test("every call of an adapter is there, and what it says of itself", async () => {
  const { objects, warehouse } = await open();
  const gcs = createGcsObjects({ lake: "gs://x-{zone}", scratch: "/nowhere" });
  expect([...Object.keys(objects), "forget", "sha256"].sort()).toEqual(Object.keys(gcs).sort());
  const bigquery = createBigQueryWarehouse({ project: "acme", location: "EU", lake: "gs://x-{zone}" });
  expect(Object.keys(warehouse).sort()).toEqual(Object.keys(bigquery).sort());
  expect(warehouse.partitionsPerCopy).toBe(bigquery.partitionsPerCopy);
});

test("without a template nothing is launched, and who asks is told what to do", async () => {
  const { launcher } = await open();
  expect(await launcher.phase("sluice-x-1")).toBe("absent");
  const launch = launcher.launch({ name: "sluice-x-1", host: "beam", manifest: "ledger/x/jobs/1.json" });
  await expect(launch).rejects.toThrow(Denied);
  await expect(launch).rejects.toThrow(/no Dataflow template → .*Pulumi\.dev\.yaml.*`pulumi up`/);
});

test.each(["cloud.ts", "cloud-ports.ts"])("%s imports no client of a service before its first call", (file) => {
  const text = readFileSync(join(import.meta.dirname, "../../lakehouse/environment", file), "utf8");
  const imported = [...text.matchAll(/^import (?!type)[^;]* from "(.+)";$/gm)].map(([, name]) => name);
  expect(imported.filter((name) => /gcs|bigquery|dataflow|pubsub|sendgrid/.test(name ?? ""))).toEqual([]);
});
