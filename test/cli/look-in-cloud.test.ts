// What is there with --env is read there, with the rights of whoever looks; commands and places are those of there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { bucketName, ZONES, type Zone } from "../../lakehouse/plan/cloud/names.ts";
import { PEOPLE_RIGHTS } from "../../lakehouse/plan/cloud/rights.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { createGcsService } from "../fakes/gcs/service.ts";
import { Faults } from "../fakes/http/faults.ts";
import { metadataService } from "../fakes/http/metadata.ts";
import { type Serving, serve } from "../fakes/http/serve.ts";
import { type Allowed, allowedBy, OPERATOR } from "../fakes/rights.ts";
import { Bench } from "../functions/bench.ts";
import { sluice } from "./sluice.ts";

const DAY = "2026-03-10";
const place = { project: "acme-dev", id: "test", location: "EU", region: "europe-west1" };
const granted = allowedBy(place, []);
/** Buckets that were read. */
const read = new Set<string>();
const bench = new Bench();
const folder = mkdtempSync(join(tmpdir(), "sluice-look-"));
const before = process.env.GCE_METADATA_HOST;
const servers: Serving[] = [];
let mayRead = true;
let key = "";

beforeAll(async () => {
  const allowed: Allowed = (account, permission, resource) => {
    read.add(resource.split("/")[0] ?? "");
    return mayRead && granted(account, permission, resource);
  };
  const around = { faults: new Faults(), now: Date.now, allowed, calls: [] };
  const buckets = ZONES.map((zone) => bucketName(place, zone));
  const gcs = createGcsService({ now: Date.now, buckets });
  const storage = await serve(gcs.service, around);
  const metadata = await serve(metadataService(place.project, OPERATOR, Date.now), around);
  servers.push(storage, metadata);
  process.env.GCE_METADATA_HOST = `127.0.0.1:${metadata.port}`;
  const config = {
    "gcp:project": place.project,
    "gcp:region": "europe-west1",
    "sluice:mailFrom": "sluice@example.com",
  };
  const endpoints = { "sluice:endpoints": { storage: storage.url, bigquery: storage.url } };
  writeFileSync(join(folder, "Pulumi.test.yaml"), JSON.stringify({ config: { ...config, ...endpoints } }));
  key = await fill(gcs.put);
});
afterAll(async () => {
  if (before === undefined) delete process.env.GCE_METADATA_HOST;
  else process.env.GCE_METADATA_HOST = before;
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

/** A published drop, as the functions would have left it. */
async function fill(put: (bucket: string, name: string, content: Uint8Array) => unknown): Promise<string> {
  const plan = bench.lake.plans.second;
  const things = [1, 2, 3, -50].map((v, id) => ({ id, day: DAY, v, seq: 1 }));
  const arrival = await bench.drop(`things/dt=${DAY}/a.parquet`, {
    things,
    refusedBelow: 0,
    poisonBelow: 0,
    note: "",
  });
  await processDrop(bench.as("split").tools, plan, arrival);
  await publishDataset(bench.as("publish").tools, plan);
  for (const { name } of await bench.store.list("")) {
    const [zone = "", ...rest] = name.split("/");
    put(bucketName(place, zone as Zone), rest.join("/"), (await bench.store.read(name)).bytes);
  }
  return arrival.key;
}

const run = (...argv: string[]) => sluice(folder, [...argv, "--env", "test"]);

test("a report names places and commands of there", async () => {
  const { code, out, err } = await run("report", key.slice(0, 8));
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("things/dt=2026-03-10/a.parquet");
  expect(out).toContain(`gs://acme-dev-test-raw/things/dt=${DAY}/${key}.parquet`);
  expect(out).toContain(`gs://acme-dev-test-ledger/things/reports/${key}/1.json`);
  expect(out).toContain(`  sluice replay ${key} --env test\n  sluice report ${key} --json --env test\n`);
  expect(out).not.toContain("sluice query");
});

test("the log, whole and one publication of it", async () => {
  expect(await run("ledger", "show")).toMatchObject({ code: 0, out: expect.stringMatching(/things +1 +DONE/) });
  expect((await run("ledger", "show", "things", "1", "--json")).out).toContain('"number": 1');
});

const LOOKS = ["status", "report things", "ledger show things", "mail preview", "page --out page.html"];
test.each(LOOKS)("an operator may look: sluice %s", async (words) => {
  const { code, err } = await run(...words.split(" "));
  expect(err).toBe("");
  // 1: that its table is nowhere here.
  expect(code).toBe(words === "status" ? 1 : 0);
});

test("and looks nowhere else than operators may", () => {
  const zones = PEOPLE_RIGHTS.operators.flatMap((right) => (right.on === "zone" ? [right.zone] : []));
  expect([...read].sort()).toEqual(zones.map((zone) => bucketName(place, zone)).sort());
});

test("who may not read it hears so", async () => {
  mayRead = false;
  const { code, err } = await run("ledger", "show");
  mayRead = true;
  expect(code).toBe(3);
  expect(err).toMatch(/^sluice: fault .* HTTP 403 .*operator@example\.com.* → .*`pulumi up` grants it\n$/);
});
