import { expect, test } from "@jest/globals";
import { readSettings } from "../../lakehouse/plan/cloud/settings.ts";

const SETTINGS = {
  format: "sluice/settings/1",
  environment: { id: "dev", project: "acme-dev", location: "EU", region: "europe-west1" },
  launchAboveBytes: 100_000_000,
  leaseSeconds: 60,
  dailyCap: 100,
  alertsTo: ["ops@example.com"],
  from: { email: "sluice@example.com", name: "Sluice" },
  mailKeyFile: "/secrets/key",
  jobs: {
    spec: "templates/split-1.json",
    subnetwork: "regions/europe-west1/subnetworks/sluice-dev",
    fleet: { most: 4, workers: "fixed" },
    labels: { team: "data" },
  },
} as const;

const problems = (settings: object | string | undefined) => {
  const read = readSettings(typeof settings === "object" ? JSON.stringify(settings) : settings);
  return "problems" in read ? read.problems : [];
};

test("what `pulumi up` gives is taken", () => {
  expect(readSettings(JSON.stringify(SETTINGS))).toEqual({ settings: { ...SETTINGS, endpoints: {} } });
  expect(problems({ ...SETTINGS, jobs: null })).toEqual([]);
});

test("all that is wrong is told at once, and nothing that would fail a mail or a job later is let through", () => {
  const environment = { id: "Dev", project: "Not A Project", location: "Europe", region: "moon" };
  expect(problems({ ...SETTINGS, environment, from: { email: "nobody", name: "Ünïcode" }, dailyCap: 0 })).toEqual(
    [
      "environment.id",
      "environment.project",
      "environment.location",
      "environment.region",
      "dailyCap",
      "from.email",
      "from.name",
    ].map((path) => expect.stringMatching(`^SLUICE_SETTINGS ${path}: .+ → deploy again with \`pulumi up\`$`)),
  );
  const jobs = { ...SETTINGS.jobs, subnetwork: "x", labels: { Team: "A B" } };
  expect(problems({ ...SETTINGS, jobs })).toEqual([
    expect.stringMatching(/^SLUICE_SETTINGS jobs\.subnetwork: "x" → write regions\//),
    expect.stringMatching(/^SLUICE_SETTINGS jobs\.label.*Team/),
    expect.stringMatching(/^SLUICE_SETTINGS jobs\.label Team: "A B"/),
  ]);
});

test.each([[undefined], ["{"]])("%p", (value) => expect(problems(value)).toHaveLength(1));
