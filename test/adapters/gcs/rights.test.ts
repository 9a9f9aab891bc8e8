import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { GcsObjects } from "../../../lakehouse/adapters/gcs.ts";
import { accountEmail } from "../../../lakehouse/plan/cloud/names.ts";
import { Denied } from "../../../lakehouse/ports.ts";
import { bucketOf, type GcsLake, openGcsLake, QUICK } from "../../fakes/gcs/lake.ts";
import { allowedBy } from "../../fakes/rights.ts";

const none = { generation: "0" };
const content = (text: string) => ({ kind: "bytes" as const, bytes: new TextEncoder().encode(text) });
const environment = { id: "dev", project: "acme", location: "EU", region: "europe-west1" };
const allowed = allowedBy(environment, ["owner@example.com"]);

let lake: GcsLake;
let split: GcsObjects;
let publish: GcsObjects;

beforeAll(async () => {
  lake = await openGcsLake({ allowed });
  split = await lake.objects(accountEmail(environment, "split"));
  publish = await lake.objects(accountEmail(environment, "publish"));
});
afterAll(() => lake.close());
afterEach(() => lake.around.faults.set([]));

const refusals: [string, (generation: string) => Promise<unknown>, string][] = [
  ["stat", () => split.stat("committed/x"), "storage.objects.get"],
  ["read", () => split.read("committed/x"), "storage.objects.get"],
  ["local", () => split.local("committed/x"), "storage.objects.get"],
  ["list", () => split.list("committed/"), "storage.objects.list"],
  ["write", () => split.write("committed/new", content("x"), none), "storage.objects.create"],
  ["copy there", (generation) => split.copy({ name: "raw/x", generation }, "committed/new", none), "objects.create"],
  ["copy from there", () => split.copy({ name: "committed/x", generation: "1" }, "raw/new", none), "objects.get"],
  ["remove", (generation) => publish.remove("raw/x", { generation }), "storage.objects.delete"],
];

test.each(refusals)("%s without the right: denied, at once", async (_, ask, permission) => {
  lake.gcs.put(bucketOf("committed"), "x", "x");
  const { generation } = lake.gcs.put(bucketOf("raw"), "x", "x");
  lake.around.calls.length = 0;
  const told = await ask(generation).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(Denied);
  expect((told as Error).message).toContain(permission);
  expect((told as Error).message).toContain("`pulumi up` grants it");
  expect(lake.around.calls.filter(({ status }) => status !== 403).length).toBe(0);
  expect(lake.gcs.get(bucketOf("raw"), "x")?.resource.generation).toBe(generation);
});

test("who has the right goes on", async () => {
  const made = await split.write("raw/by-split", content("x"), none);
  expect(await publish.stat("raw/by-split")).toEqual(made);
});

test("a bucket that is not there is no object that is not there", async () => {
  const owner = await lake.objects("owner@example.com", { lake: "gs://acme-prod-{zone}" });
  const cure = /there is no bucket acme-prod-raw → `pulumi up` makes it/;
  await expect(owner.stat("raw/x")).rejects.toThrow(cure);
  await expect(owner.read("raw/x")).rejects.toThrow(cure);
  await expect(owner.list("raw/")).rejects.toThrow(cure);
  await expect(owner.write("raw/x", content(""), none)).rejects.toThrow(cure);
  await expect(owner.remove("raw/x", { generation: "1" })).rejects.toThrow(cure);
});

test("a token that is over is renewed, once", async () => {
  const owner = await lake.objects("owner@example.com");
  lake.advance(2 * 3_600_000);
  lake.around.calls.length = 0;
  expect(await owner.stat("raw/nothing")).toBeNull();
  expect(lake.around.calls.map(({ status }) => status)).toEqual([401, 404]);
});

test("no failure shows the token", async () => {
  const told: unknown[] = [];
  const keep = (error: unknown) => void told.push(error);
  lake.around.faults.set([{ op: "storage.objects.get", nth: 1, times: 10_000, action: "reset" }]);
  const reader = await lake.objects(accountEmail(environment, "split"));
  const hasty = await lake.objects("owner@example.com", { patience: { ...QUICK, totalMs: 30 } });
  await hasty.stat("raw/x").catch(keep);
  lake.around.faults.set([]);
  await reader.stat("committed/x").catch(keep);
  await hasty.write("raw/too-long".padEnd(1025, "x"), content(""), none).catch(keep);
  expect(told).toHaveLength(3);
  for (const error of told) {
    const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    expect(shown).not.toMatch(/fake\.[\w-]+\.\d+|Bearer|authorization/i);
  }
});
