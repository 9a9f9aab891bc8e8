import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { projectFolder } from "../layout/tree.ts";
import { openProject, sluice } from "./sluice.ts";

// What only a real process shows: exit code, a closed pipe, Ctrl-C.

let project: Awaited<ReturnType<typeof openProject>>;
beforeAll(async () => {
  project = await openProject();
});
afterAll(() => project.close());

function start(...argv: string[]) {
  const child = spawn(process.execPath, [join(projectFolder, "lakehouse/cli/main.ts"), ...argv], {
    cwd: project.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; err: string }>((done) =>
    child.on("close", (code) => done({ code, err })),
  );
  return { child, ended };
}

test("exit code and output of the process are those of the call", async () => {
  const { child, ended } = start("rnu");
  child.stdout.resume();
  expect(await ended).toEqual({ code: 2, err: "sluice: there is no command 'rnu' → did you mean run?\n" });
});

test("a reader that has seen enough ends it quietly", async () => {
  const { child, ended } = start(
    "query",
    "SELECT repeat('x', 1000) AS x FROM range(100000)",
    "--limit",
    "100000",
    "--lake",
    ".",
  );
  child.stdout.once("data", () => child.stdout.destroy());
  expect(await ended).toEqual({ code: 0, err: "" });
});

test("Ctrl-C: 130, no half report, no scratch, no child left; the drop waits to be taken up again", async () => {
  const path = await project.workshop.parquet(
    "SELECT i AS id, TIMESTAMPTZ '2026-11-20 00:00:00+00' AS at, 47.5::DOUBLE AS lat, md5(i::VARCHAR) AS os FROM range(3000000) r(i)",
  );
  const { child, ended } = start("run", path, "--contract", "pings", "--lake", "stopped");
  child.stdout.resume();
  const scratch = join(project.folder, "stopped/.sluice/scratch");
  for (let tries = 0; tries < 500 && !isSplitting(scratch); tries += 1) await wait(20);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130 });
  expect(readdirSync(scratch)).toEqual([]);
  expect(readdirSync(join(project.folder, "stopped/ledger/pings"))).not.toContain("reports");
  const { out } = await sluice(project.folder, ["status", "--json", "--lake", "stopped"]);
  expect(JSON.parse(out).waiting).toMatchObject([{ dataset: "pings", state: "CLAIMED", attempt: 1 }]);
});

test("without an account it says so, and Google's client does not", async () => {
  const config = ["gcp:project: acme-dev", "gcp:region: us-east1", "sluice:mailFrom: sluice@example.com"];
  writeFileSync(join(project.folder, "Pulumi.test.yaml"), `config: {${config.join(", ")}}\n`);
  const metadata = createServer((_, response) => response.writeHead(403).end());
  await once(metadata.listen(0, "127.0.0.1"), "listening");
  const { port } = metadata.address() as AddressInfo;
  const env = { PATH: process.env.PATH, HOME: "/nonexistent", GCE_METADATA_HOST: `127.0.0.1:${port}` };
  const main = join(projectFolder, "bin/sluice.mjs");
  const child = spawn(process.execPath, [main, "status", "--env", "test"], { cwd: project.folder, env });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  metadata.close();
  expect(code).toBe(3);
  expect(err).toMatch(/^sluice: fault .*→ `gcloud auth application-default login`\n$/);
});

/** The engine's child has made its first file. */
function isSplitting(scratch: string): boolean {
  return (
    existsSync(scratch) && readdirSync(scratch, { recursive: true }).some((name) => `${name}`.endsWith(".parquet"))
  );
}
