import { expect, test } from "@jest/globals";
import step from "../../functions/step.ts";
import type { Work } from "../../functions/work.ts";
import type { LaunchRequest } from "../../lakehouse/plan/dataflow/launch-request.ts";
import { type StepRequest, StepResponseSchema } from "../../lakehouse/plan/step.ts";
import { runManifest } from "../../lakehouse/run/host.ts";
import { Bench } from "./bench.ts";
import { call } from "./call.ts";

// What stands before the steps; what they do is in test/run/step.test.ts.

/** Each with the rights of its account, which has none to decode a drop. */
test("a DAG's run over a large drop, from landing to the table", async () => {
  const bench = new Bench();
  bench.launchAboveBytes = 0;
  await bench.upload("things/dt=2026-03-10/a.parquet", { things: [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }] });
  const work = bench.as("publish");
  const requestOf: Work["tools"]["requestOf"] = async ({ name }) => {
    const environment = {} as LaunchRequest["launchParameter"]["environment"];
    const launchParameter = { jobName: name, containerSpecGcsPath: "", parameters: {}, environment };
    return { projectId: "test", location: "europe-west1", launchParameter };
  };
  const ask = async (action: StepRequest["action"]) => {
    const asked = { json: { action, dataset: "things", days: { from: "2026-03-10", before: "2026-03-11" } } };
    const { body } = await call(step, { ...work, tools: { ...work.tools, requestOf } }, asked);
    return StepResponseSchema.parse(body);
  };
  expect(await ask("pending")).toMatchObject({ landing: { large: 1 }, idle: false });
  const prepared = await ask("prepare");
  expect(prepared).toMatchObject({ action: "prepare", handed: 1, jobs: [{ drops: 1 }], faults: [] });
  const [job] = prepared.action === "prepare" ? prepared.jobs : [];
  await runManifest(bench.as("worker").tools, job?.manifest ?? "");
  expect(await ask("publish")).toMatchObject({ state: "done", drops: { COMMITTED: 1 } });
  expect([bench.lake.rows(), bench.troubles()]).toEqual([1, []]);
});

test("a step is answered in its form", async () => {
  const { status, body } = await call(step, new Bench().as("publish"), {
    json: { action: "pending", dataset: "things" },
  });
  expect([status, StepResponseSchema.parse(body)]).toMatchObject([200, { format: "sluice/step/1", idle: true }]);
});

test.each<[what: string, json: unknown, problems: string[]]>([
  ["no content", undefined, ["Invalid input: expected object, received undefined"]],
  [
    "all that is wrong",
    { action: "prepair", days: { from: "2026-3-1" }, more: 1 },
    [
      'action: Invalid option: expected one of "pending"|"prepare"|"publish"',
      "dataset: Invalid input: expected string, received undefined",
      "days.from: a day, as 2001-01-31",
      "days.before: a day, as 2001-01-31",
      'Unrecognized key: "more"',
    ],
  ],
  [
    "days that never come",
    { action: "publish", dataset: "things", days: { from: "2026-02-29", before: "2026-03-01" } },
    ["days.from: a day, as 2001-01-31"],
  ],
  [
    "days that end before they begin",
    { action: "publish", dataset: "things", days: { from: "2026-03-02", before: "2026-03-02" } },
    ["days: `from` is earlier than `before`"],
  ],
])("%s is refused with 400", async (_, json, problems) => {
  const { status, body } = await call(step, new Bench().as("publish"), { json });
  expect(status).toBe(400);
  expect(body).toEqual({
    problems: problems.map((message) => ({ rule: "request", message, cure: "mend the request" })),
  });
});

test("what is not deployed is not known, and nothing is got", async () => {
  expect(await call(step, new Bench().as("publish"), { json: { action: "pending", dataset: "flights" } })).toEqual({
    status: 404,
    body: { error: '"flights" is not deployed → one of things, thing_days, or deploy its contract' },
  });
  expect(await call(step, new Bench().as("publish"), { method: "GET" })).toMatchObject({ status: 405 });
});
