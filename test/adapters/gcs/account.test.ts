import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createGcsObjects, type GcsObjects } from "../../../lakehouse/adapters/gcs.ts";
import { Denied, Unavailable } from "../../../lakehouse/ports.ts";
import { type GcsLake, LAKE, openGcsLake, QUICK } from "../../fakes/gcs/lake.ts";
import { metadataService } from "../../fakes/http/metadata.ts";
import { type Serving, serve } from "../../fakes/http/serve.ts";

let lake: GcsLake;
let metadata: Serving;
beforeAll(async () => {
  lake = await openGcsLake();
  metadata = await serve(metadataService("acme", "someone@example.com", lake.around.now), lake.around);
});
afterAll(async () => {
  await metadata.close();
  await lake.close();
});

const open = (patience: object = {}): GcsObjects =>
  createGcsObjects({ lake: LAKE, endpoint: lake.endpoint, scratch: "/nowhere", patience: { ...QUICK, ...patience } });

afterEach(() => {
  delete process.env.METADATA_SERVER_DETECTION;
  delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
  lake.around.faults.set([]);
});

test.each([
  ["METADATA_SERVER_DETECTION", "none"],
  ["GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json"],
])("without an account nothing is asked, and the message says how to get one (%s)", async (name, value) => {
  process.env[name] = value;
  const told = await open()
    .stat("raw/x")
    .catch((error: unknown) => error);
  expect(told).toBeInstanceOf(Denied);
  expect((told as Error).message).toContain("→ `gcloud auth application-default login`");
  expect(lake.around.calls).toEqual([]);
});

test("an account that has no token just now may have one later", async () => {
  process.env.GCE_METADATA_HOST = `127.0.0.1:${metadata.port}`;
  lake.around.faults.set([{ op: "metadata", subject: "token", nth: 1, times: 2, action: "503" }]);
  const objects = open({ silenceMs: 50, totalMs: 50 });
  await expect(objects.stat("raw/x")).rejects.toThrow(Unavailable);
  expect(lake.around.calls.filter(({ op }) => op !== "metadata")).toEqual([]);
  const patient = async (): Promise<unknown> =>
    objects.stat("raw/x").catch((error: unknown) => (error instanceof Unavailable ? patient() : error));
  expect(await patient()).toBeNull();
});

test("an account that may have no token is told so", async () => {
  lake.around.faults.set([{ op: "metadata", subject: "token", nth: 1, times: 10_000, action: "412" }]);
  await expect(open().stat("raw/x")).rejects.toThrow(Denied);
});
