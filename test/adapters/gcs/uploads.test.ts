import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { GcsObjects } from "../../../lakehouse/adapters/gcs.ts";
import { Unavailable } from "../../../lakehouse/ports.ts";
import { bucketOf, type GcsLake, openGcsLake } from "../../fakes/gcs/lake.ts";

// A file of two parts, the first of 512 KiB.

const none = { generation: "0" };
const KiB = 1024;
const sizes = { whole: 256 * KiB, part: 512 * KiB };
const bytes = Buffer.from(Uint8Array.from({ length: 600 * KiB + 5 }, (_, index) => (index * 7919) % 251));

let lake: GcsLake;
let objects: GcsObjects;
let folder: string;
let file: string;
let finalized: string[] = [];

beforeAll(async () => {
  lake = await openGcsLake({ onFinalized: ({ name }) => finalized.push(name) });
  objects = await lake.objects(undefined, { sizes });
  folder = await mkdtemp(join(tmpdir(), "sluice-uploads-"));
});
afterAll(async () => {
  await lake.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  finalized = [];
  lake.around.calls.length = 0;
  lake.before = () => undefined;
  lake.around.faults.set([]);
  file = join(folder, "part.tmp");
  await writeFile(file, bytes);
});

const ops = () => lake.around.calls.map(({ op, status }) => `${op.slice("storage.objects.".length)} ${status}`);
const stored = (name: string) => lake.gcs.get(bucketOf("raw"), name)?.bytes ?? Buffer.alloc(0);

async function upload(name: string): Promise<void> {
  const made = await objects.write(`raw/${name}`, { kind: "move", path: file }, none);
  expect(made.bytes).toBe(String(bytes.length));
  expect(Buffer.compare(stored(name), bytes)).toBe(0);
  expect(finalized).toEqual([name]);
  await expect(stat(file)).rejects.toThrow("ENOENT"); // it was to be moved
}

test("goes in parts", async () => {
  await upload("whole");
  expect(ops()).toEqual(["insert 200", "insertChunk 308", "insertChunk 200"]);
});

test("goes on from what the service kept, which is less than was sent", async () => {
  lake.gcs.keepOfNextPart(256 * KiB + 1);
  await upload("kept-less");
  expect(ops()).toEqual(["insert 200", "insertChunk 308", "insertChunk 200"]);
});

test("asks what was kept when a part was not answered", async () => {
  lake.around.faults.set([{ op: "storage.objects.insertChunk", nth: 1, action: "acceptThenReset" }]);
  await upload("unheard");
  expect(ops()).toEqual(["insert 200", "insertChunk 308", "insertChunk 308", "insertChunk 200"]);
});

test("hears of its object when the last part was not answered", async () => {
  lake.around.faults.set([{ op: "storage.objects.insertChunk", nth: 2, action: "acceptThenReset" }]);
  await upload("unheard-end");
  expect(ops()).toEqual(["insert 200", "insertChunk 308", "insertChunk 200", "insertChunk 200"]);
});

test("begins anew when the service has lost the upload", async () => {
  let parts = 0;
  lake.before = (op) => {
    if (op === "storage.objects.insertChunk" && ++parts === 2) lake.gcs.expireUploads();
  };
  await upload("lost");
  expect(ops().filter((op) => op.startsWith("insert "))).toHaveLength(2);
});

test("gives up when it is lost again and again, and leaves the file", async () => {
  lake.before = (op) => {
    if (op === "storage.objects.insertChunk") lake.gcs.expireUploads();
  };
  await expect(objects.write("raw/lost-always", { kind: "move", path: file }, none)).rejects.toThrow(Unavailable);
  expect(await stat(file)).toMatchObject({ size: bytes.length });
  expect(finalized).toEqual([]);
});

test("waits when the service keeps nothing of a part", async () => {
  lake.gcs.keepOfNextPart(0);
  await upload("kept-nothing");
});

test("makes no object of a file that changes under its hands", async () => {
  lake.before = (op) => {
    if (op === "storage.objects.insertChunk") changeLastByte(file);
  };
  const told = objects.write("raw/changing", { kind: "move", path: file }, none);
  await expect(told).rejects.toThrow(/write gs:\/\/acme-dev-raw\/changing: HTTP 400 invalid: Provided CRC32C/);
  expect(finalized).toEqual([]);
  expect(await stat(file)).toMatchObject({ size: bytes.length });
});

function changeLastByte(path: string): void {
  const opened = openSync(path, "r+");
  writeSync(opened, Buffer.from([255]), 0, 1, bytes.length - 1);
  closeSync(opened);
}
