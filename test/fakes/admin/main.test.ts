import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { bucketName } from "../../../lakehouse/plan/cloud/names.ts";
import { type ServedCloud, ServedCloudSchema } from "../../../scripts/functions/cloud.ts";
import { tokenFor } from "../http/tokens.ts";

// As pytest and others have it: a process, its line, and HTTP.

const contracts = join(import.meta.dirname, "../../functions/cloud/contracts");
let child: ReturnType<typeof spawn>;
let served: ServedCloud;

beforeAll(async () => {
  const program = join(import.meta.dirname, "../main.ts");
  const serving = spawn(process.execPath, [program, "--contracts", contracts], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = serving;
  const [line] = await once(createInterface({ input: serving.stdout }), "line");
  served = ServedCloudSchema.parse(JSON.parse(String(line)));
}, 60_000);

afterAll(async () => {
  const ended = once(child, "close");
  child.kill();
  expect(await ended).toEqual([0, null]);
});

async function admin(method: string, path: string, body?: object | string): Promise<{ status: number; json: unknown }> {
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const response = await fetch(new URL(path, served.admin), { method, ...sent });
  return { status: response.status, json: await response.json() };
}

test("objects, faults and calls of the services are had by HTTP", async () => {
  const bucket = bucketName(served.settings.environment, "landing");
  await admin("PUT", `objects/${bucket}/a%2Fb.txt`, "abc");
  expect(await admin("GET", `objects/${bucket}?prefix=a/`)).toMatchObject({
    json: { objects: [{ name: "a/b.txt", size: "3" }] },
  });
  const fault = { op: "storage.objects.get", nth: 1, action: "503" };
  expect(await admin("PUT", "faults", [fault])).toEqual({ status: 200, json: {} });
  const look = async () => {
    const headers = { authorization: `Bearer ${tokenFor("owner@example.com", Date.now() + 60_000)}` };
    return (await fetch(`${served.settings.endpoints.storage}/storage/v1/b/${bucket}/o/a%2Fb.txt`, { headers })).status;
  };
  expect([await look(), await look()]).toEqual([503, 200]);
  expect(await admin("GET", "faults")).toMatchObject({ json: { struck: [fault] } });
  expect(await admin("GET", "calls")).toMatchObject({
    json: { calls: [{ status: 503 }, { op: fault.op, status: 200 }] },
  });
});

test("time passes when it is told to", async () => {
  const now = async () => Date.parse(((await admin("GET", "clock")).json as { now: string }).now);
  const before = await now();
  await admin("POST", "clock", { advanceSeconds: 3600 });
  expect((await now()) - before).toBeGreaterThanOrEqual(3_600_000);
});

test.each([
  ["PUT", "faults", [{ op: "storage.objects.get", nth: 0, action: "503" }], 400],
  ["POST", "clock", { advanceSeconds: -1 }, 400],
  ["POST", "jobs/nothing", { state: "DONE" }, 404],
  ["POST", "ticks/nothing", {}, 404],
  ["GET", "objects/no-bucket", undefined, 400],
  ["GET", "nothing", undefined, 404],
])("%s %s with what is wrong is refused", async (method, path, body, status) => {
  expect(await admin(method, path, body)).toMatchObject({ status, json: { error: expect.any(String) } });
});
