// Functions in processes of their own, as the buildpack starts them: what HTTP may bring, and what ends them.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { canonicalJson } from "../../lakehouse/plan/canonical.ts";
import { accountEmail, bucketName, entryPoint, ZONES } from "../../lakehouse/plan/cloud/names.ts";
import { CloudSettingsSchema } from "../../lakehouse/plan/cloud/settings.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { type FunctionProcess, type Place, startFunction } from "../../scripts/functions/processes.ts";
import { putPlan } from "../fakes/cloud/plan.ts";
import { createGcsService } from "../fakes/gcs/service.ts";
import { alone } from "../fakes/http/alone.ts";
import { metadataService } from "../fakes/http/metadata.ts";
import { type Serving, serve } from "../fakes/http/serve.ts";
import { allowedBy } from "../fakes/rights.ts";
import { contractFrom } from "../plan/contracts.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { LANDING, PLACE } from "./bench.ts";

const contract = `apiVersion: v3.1.0
kind: DataContract
id: visits
name: Visits
version: 1.0.0
status: active
support:
  - {channel: alerts, tool: email, scope: notifications, url: "mailto:alerts@example.com"}
schema:
  - name: visits
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true}
      - {name: visit, logicalType: integer, required: true}
servers:
  - {server: landing, type: custom, location: "gs://landing/visits/dt=*/*.parquet"}
`;
const NOWHERE = "http://127.0.0.1:1";
const SETTINGS = {
  format: "sluice/settings/1",
  environment: PLACE,
  launchAboveBytes: 100_000_000,
  leaseSeconds: 60,
  dailyCap: 10,
  from: { email: "sluice@example.com", name: "Sluice" },
  mailKeyFile: "/nowhere",
  jobs: null,
};

const folder = mkdtempSync(join(tmpdir(), "sluice-functions-"));
const gcs = createGcsService({ now: Date.now, buckets: ZONES.map((zone) => bucketName(PLACE, zone)) });
const serving: Serving[] = [];
const running: FunctionProcess[] = [];
const lines: Record<string, unknown>[] = [];
let place: Place;

beforeAll(async () => {
  const around = alone(allowedBy(PLACE, []));
  const storage = await serve(gcs.service, around);
  const split = await serve(metadataService(PLACE.project, accountEmail(PLACE, "split"), Date.now), around);
  serving.push(storage, split);
  mkdirSync(join(folder, "plans"));
  const plan = compilePlan(contractFrom(contract, "visits.odcs.yaml"), PLACE);
  writeFileSync(join(folder, "plans/visits.json"), canonicalJson(plan));
  putPlan(gcs, PLACE, plan);
  const endpoints = { storage: storage.url, bigquery: NOWHERE, dataflow: NOWHERE, pubsub: NOWHERE, sendgrid: NOWHERE };
  place = {
    settings: CloudSettingsSchema.parse({ ...SETTINGS, endpoints }),
    plans: join(folder, "plans"),
    metadata: { split: `127.0.0.1:${split.port}` },
    onLine: (_name, line) => lines.push(JSON.parse(line) as Record<string, unknown>), // else it is no line of ours
  };
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop("SIGKILL")));
  await Promise.all(serving.map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string, env: Readonly<Record<string, string>> = {}): Promise<FunctionProcess> {
  const started = await startFunction({ ...place, env }, name);
  running.push(started);
  return started;
}

const ATTRIBUTES = { "ce-id": "1", "ce-type": "google.cloud.storage.object.v1.finalized", "ce-specversion": "1.0" };
const headers = (source: string, more = {}) => ({
  "content-type": "application/json",
  ...ATTRIBUTES,
  "ce-source": source,
  ...more,
});
const OURS = `//storage.googleapis.com/projects/_/buckets/${LANDING}`;

/** What was said, which comes another way than the answer. */
async function said(event: string): Promise<Record<string, unknown>> {
  for (;;) {
    const line = lines.find((one) => one.event === event);
    if (line) return line;
    await setTimeout(5);
  }
}

describe("a function that events call", () => {
  let onDrop: FunctionProcess;
  beforeAll(async () => {
    onDrop = await start("on-drop");
  });
  const post = (body: string | Uint8Array<ArrayBuffer>, sent: Record<string, string>) =>
    fetch(onDrop.url, { method: "POST", body, headers: sent });

  test("splits a drop that Eventarc tells of, as its account may", async () => {
    const writer = new ParquetWriter();
    const path = join(folder, "a.parquet");
    const rows = "SELECT DATE '2026-03-10' AS day, CASE WHEN i > 1 THEN i END AS visit FROM range(200) AS r(i)";
    await writer.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`);
    writer.close();
    const { selfLink: _selfLink, ...object } = gcs.put(LANDING, "visits/dt=2026-03-10/a.parquet", readFileSync(path));
    const answer = await post(
      JSON.stringify(object),
      headers(OURS, { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` }),
    );
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(await said("function.called")).toMatchObject({
      severity: "INFO",
      dataset: "visits",
      state: "READY",
      "logging.googleapis.com/trace": `projects/test/traces/${"a".repeat(32)}`,
    });
    expect(await said("drop.split")).toMatchObject({ rows: { in: 200, good: 198, quarantined: 2 } });
    expect(lines.filter(({ event }) => event === "config.denied")).toEqual([]);
    expect(gcs.list(bucketName(PLACE, "quarantine"))).toHaveLength(1);
  });

  test.each([
    ["no content", 415, "", {}],
    ["text", 415, "hello", { "content-type": "text/plain" }],
    ["a form", 415, "a=1&b=2", { "content-type": "application/x-www-form-urlencoded" }],
    ["several events at once", 415, "[]", { "content-type": "application/cloudevents-batch+json" }],
    ["no JSON", 400, "{", headers(OURS)],
    ["a type that nobody can read", 415, "{}", headers(OURS, { "content-type": "application" })],
    ["a charset that is none", 400, '"\xff"', { "content-type": "application/json; charset=utf-99" }],
    ["JSON without an event", 400, "null", { "content-type": "application/json" }],
    ["10 MB", 413, JSON.stringify({ name: "a".repeat(10_000_000) }), headers(OURS)],
    [
      "a gigabyte in a thousandth of it",
      415,
      new Uint8Array(gzipSync(Buffer.alloc(2 ** 26))),
      headers(OURS, { "content-encoding": "gzip" }),
    ],
  ])("#62: %s is answered %i, and the instance lives on", async (_what, status, body, sent) => {
    const answer = await post(body, sent);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
    expect(await said("event.refused")).toMatchObject({ severity: "WARNING", reason: `HTTP_${status}` });
    const next = headers(OURS, { "ce-type": "google.cloud.storage.object.v1.deleted" });
    expect((await post("{}", next)).status).toBe(204);
    expect(await said("event.ignored")).toMatchObject({ severity: "DEBUG", reason: "OTHER_TYPE" });
  });

  test("#10: a forged event is acknowledged and logged, and nothing is done", async () => {
    const answer = await post(
      JSON.stringify({ bucket: "acme", name: "a" }),
      headers("//storage.googleapis.com/projects/_/buckets/acme"),
    );
    expect(answer.status).toBe(204);
    expect(await said("event.refused")).toMatchObject({ severity: "WARNING", reason: "FOREIGN_SOURCE" });
  });

  test("one that is structured is read too", async () => {
    const { "ce-id": id, "ce-type": type, "ce-specversion": specversion } = ATTRIBUTES;
    const event = { id, type, specversion, source: OURS, data: { bucket: LANDING } };
    const answer = await post(JSON.stringify(event), { "content-type": "application/cloudevents+json" });
    expect(answer.status).toBe(204);
    expect(await said("event.refused")).toMatchObject({ reason: "MALFORMED" });
  });

  test("other methods are refused", async () => {
    expect((await fetch(onDrop.url)).status).toBe(405);
    expect((await fetch(`${onDrop.url}//../x?a=%`, { method: "PUT", body: "x" })).status).toBe(405);
  });

  test("what a request throws where nobody can catch it ends the instance", async () => {
    const throwLater = pathToFileURL(join(import.meta.dirname, "process/throw-later.mjs")).href;
    const one = await start("on-drop", { NODE_OPTIONS: `--import=${throwLater}` });
    const ended = once(one.process, "exit");
    await fetch(one.url, { method: "POST", body: "{}", headers: headers(OURS) });
    expect(await ended).toEqual([16, null]);
    expect(await said("fault")).toMatchObject({ severity: "CRITICAL", message: expect.stringContaining("caught") });
  });

  test("#19: SIGTERM ends it at once", async () => {
    await onDrop.stop("SIGTERM");
    expect([onDrop.process.exitCode, onDrop.process.signalCode]).toEqual([0, null]);
  });
});

describe("a function that is called", () => {
  test("answers in JSON, also what is no request", async () => {
    const step = await start("step");
    const post = (body: string, type = "application/json") =>
      fetch(step.url, { method: "POST", body, headers: { "content-type": type } });
    expect((await post("{", "application/json")).status).toBe(400);
    expect((await post("x".repeat(2_000_000))).status).toBe(413);
    expect((await post("{}", "text/plain")).status).toBe(415);
    const answer = await post("{}");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/json; charset=utf-8"]);
    expect(await answer.json()).toEqual({ problems: expect.any(Array) });
  });
});

describe("a process that cannot do its work does not begin it", () => {
  const begin = (env: Record<string, string>) => {
    const framework = join(
      import.meta.dirname,
      "../../node_modules/@google-cloud/functions-framework/build/src/main.js",
    );
    const main = join(import.meta.dirname, "../../functions/main.mjs");
    const { status, stderr, stdout } = spawnSync(process.execPath, [framework, `--source=${main}`], {
      env: { PORT: "0", ...env },
      encoding: "utf8",
    });
    return { status, said: stdout + stderr };
  };

  test("all that is wrong with its settings is said", () => {
    const settings = JSON.stringify({ ...SETTINGS, dailyCap: 0, leaseSeconds: "60" });
    const { status, said } = begin({ FUNCTION_TARGET: entryPoint("on-drop"), SLUICE_SETTINGS: settings });
    expect(status).toBe(1);
    expect(said).toMatch(/SLUICE_SETTINGS leaseSeconds: .*\n.*SLUICE_SETTINGS dailyCap: /);
  });

  test.each(["main", "../on-drop"])("there is no function %j", (target) => {
    const { status, said } = begin({ FUNCTION_TARGET: target, SLUICE_SETTINGS: JSON.stringify(SETTINGS) });
    expect([status, said]).toEqual([1, expect.stringContaining("there is no function")]);
  });
});
