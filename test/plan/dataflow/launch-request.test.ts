import { describe, expect, test } from "@jest/globals";
import { type JobToLaunch, launchRequest } from "../../../lakehouse/plan/dataflow/launch-request.ts";
import type { JobPlace } from "../../../lakehouse/plan/dataflow/place.ts";
import { sizeJob } from "../../../lakehouse/plan/dataflow/sizing.ts";
import { objectUrl } from "../../../lakehouse/plan/names.ts";
import { manifest, metadata, place, sizings } from "../../dataflow-templates/vectors/launch.ts";
import { asMessage } from "./messages.ts";

const sizing = sizeJob(2e12, null, { most: 7, workers: "fixed" });
const job: JobToLaunch = { manifest, sizing, place, metadata, spec: "templates/split/spec-0123456789ab.json" };

function request(changed: Partial<JobToLaunch> = {}) {
  const launch = launchRequest({ ...job, ...changed });
  if ("problems" in launch) throw new Error(launch.problems.join("\n"));
  return launch.request;
}

function problems(changed: Partial<JobToLaunch>): readonly string[] {
  const launch = launchRequest({ ...job, ...changed });
  return "problems" in launch ? launch.problems : [];
}

describe("Dataflow's own message", () => {
  test.each(Object.entries(sizings))("knows every field of a %s job", (_, sized) => {
    const asked = request({ sizing: sized });
    expect(asMessage("LaunchFlexTemplateRequest", asked)).toEqual(asked);
  });

  test.each([
    ["a misspelt field", { numWorker: 7 }],
    ["no name of an enum", { autoscalingAlgorithm: "NONE" }],
    ["a number as a text", { maxWorkers: "7" }],
  ])("would show %s", (_, wrong) => {
    const { launchParameter, ...rest } = request();
    const asked = { ...rest, launchParameter: { ...launchParameter, environment: wrong } };
    expect(asMessage("LaunchFlexTemplateRequest", asked)).not.toEqual(asked);
  });
});

test("the job has the manifest's name, and is told where the manifest and the lake are", () => {
  const { projectId, location, launchParameter } = request();
  expect({ projectId, location }).toEqual({ projectId: "acme-dev", location: "europe-west1" });
  expect(launchParameter).toMatchObject({
    jobName: manifest.name,
    containerSpecGcsPath: "gs://acme-dev-templates/split/spec-0123456789ab.json",
    parameters: { manifest: `ledger/flights/jobs/${manifest.name}.json`, lake: "gs://acme-dev-{zone}" },
  });
});

test("a lake in one bucket has its templates there too", () => {
  const { launchParameter } = request({ place: { ...place, lake: "gs://acme/lake" } });
  expect(launchParameter.containerSpecGcsPath).toBe("gs://acme/lake/templates/split/spec-0123456789ab.json");
  expect(objectUrl("gs://acme/lake/", "plans/0.json")).toBe("gs://acme/lake/plans/0.json");
});

test("a capped job gets its workers at once and never more", () => {
  const { environment } = request().launchParameter;
  expect(environment).toMatchObject({
    numWorkers: 4,
    maxWorkers: 4,
    autoscalingAlgorithm: "AUTOSCALING_ALGORITHM_NONE",
  });
  expect(environment).not.toHaveProperty("flexrsGoal");
});

test("a job in no hurry is capped too, and names no algorithm", () => {
  const patient = { ...sizing, flexRs: true };
  const { environment } = request({ sizing: patient }).launchParameter;
  expect(environment).toMatchObject({ flexrsGoal: "FLEXRS_COST_OPTIMIZED", maxWorkers: patient.workers });
  expect(environment).not.toHaveProperty("autoscalingAlgorithm");
});

test("no label of the environment hides whose job it is", () => {
  const labels = { "sluice-dataset": "other", team: "flight-data" };
  const { environment } = request({ place: { ...place, labels } }).launchParameter;
  expect(environment.additionalUserLabels).toEqual({
    team: "flight-data",
    "sluice-dataset": "flights",
    "sluice-environment": "dev",
  });
});

describe("refused before it is sent", () => {
  test.each<[keyof JobPlace, string, string]>([
    ["project", "Acme", "project"],
    ["subnetwork", "sluice", "subnetwork"],
    ["serviceAccount", "sluice-dataflow", "serviceAccount"],
    ["lake", "gs://Acme-{zone}", "parameter lake"],
    ["lake", "/tmp/lake", "parameter lake"],
    ["scratch", "gs://acme-dev-scratch/", "scratch"],
  ])("%s %s", (field, value, named) => {
    const found = problems({ place: { ...place, [field]: value } });
    expect(found).toEqual([expect.stringMatching(`^${named}: `)]);
  });

  test.each([
    ["Team", "flights"],
    ["team", "Flights"],
    ["team", "a".repeat(64)],
    ["goog-team", "flights"],
    ["1team", "flights"],
  ])("label %s %s", (key, value) => {
    expect(problems({ place: { ...place, labels: { [key]: value } } })).toEqual([
      expect.stringMatching(`^label ${key}: `),
    ]);
  });

  test("a subnetwork of another region", () => {
    const subnetwork = "https://www.googleapis.com/compute/v1/projects/shared/regions/us-east1/subnetworks/sluice";
    expect(problems({ place: { ...place, subnetwork } })).toEqual([
      "subnetwork: it is in us-east1, the workers in europe-west1 → name one in europe-west1",
    ]);
    expect(problems({ place: { ...place, region: "us-east1", subnetwork } })).toEqual([]);
  });

  test("everything at once", () => {
    const wrong = { ...place, project: "Acme", lake: "lake", labels: { Team: "x" } };
    const found = problems({ manifest: { ...manifest, name: "Flights_1" }, place: wrong });
    expect(found.map((problem) => problem.split(":")[0])).toEqual([
      "job name",
      "project",
      "label Team",
      "parameter manifest",
      "parameter lake",
    ]);
  });
});
