// Drops that go to launched hosts, which are processes of their own, on either engine.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Manifest } from "../../lakehouse/plan/manifest.ts";
import { projectFolder } from "../layout/tree.ts";
import { openProject, type Said, sluice } from "./sluice.ts";

let project: Awaited<ReturnType<typeof openProject>>;
beforeAll(async () => {
  project = await openProject();
});
afterAll(() => project.close());

const DROPS = ["20", "21", "22"].map((day) => `drops/pings/dt=2026-11-${day}/part-0.parquet`);

function run(lake: string, argv: readonly string[], python?: string): Promise<Said> {
  const env = python === undefined ? {} : { SLUICE_PYTHON: python };
  return sluice(project.folder, ["run", ...argv, "--lake", lake], { env });
}

const inLake = (lake: string, folder: string) => readdirSync(join(project.folder, lake, folder)).sort();

function manifestsOf(lake: string): Manifest[] {
  return inLake(lake, "ledger/pings/jobs").map(
    (name) => JSON.parse(readFileSync(join(project.folder, lake, "ledger/pings/jobs", name), "utf8")) as Manifest,
  );
}

test("all larger drops of a run are one job, each has its report and is published", async () => {
  const said = await run("launched", [...DROPS, "--launch-above", "1000"]);
  expect(said).toMatchObject({
    code: 1,
    out: expect.stringContaining("drops/pings/dt=2026-11-20/part-0.parquet  pings  ready"),
  });
  // What is said while it waits depends on how busy the machine is.
  expect(said.err).toMatch(/waiting for job sluice-pings-[0-9a-f]{24} \([0-2] of 3 reports\)|of 3 drops done|^$/);
  const [manifest, ...others] = manifestsOf("launched");
  expect(others).toEqual([]);
  expect(manifest).toMatchObject({ host: "node", drops: [{ attempt: 1 }, { attempt: 1 }, { attempt: 1 }] });
  expect(inLake("launched", ".sluice/jobs")).toEqual([`${manifest?.name}.1.pid`, `${manifest?.name}.log`]);
  const log = readFileSync(join(project.folder, "launched/.sluice/jobs", `${manifest?.name}.log`), "utf8");
  expect(log).toContain("pings/dt=2026-11-21/part-0.parquet  pings  ready  1,000 rows, 10 rows quarantined");
  const again = await sluice(project.folder, [
    "host",
    `ledger/pings/jobs/${manifest?.name}.json`,
    "--lake",
    "launched",
  ]);
  expect(again.out).toContain("pings  ready  1,000 rows, 10 rows quarantined");
  const status = await sluice(project.folder, ["status", "--json", "--lake", "launched"]);
  expect(JSON.parse(status.out).waiting).toMatchObject([{ state: "HELD" }]);
}, 60_000);

test("drops that are not larger are split here, beside the launched ones", async () => {
  const small = join(project.folder, "drops/pings/dt=2026-11-23/part-0.parquet"); // 16 bytes that are no Parquet
  const said = await run("mixed", [small, DROPS[0] ?? "", "--launch-above", "1000", "--json"]);
  const { drops } = JSON.parse(said.out);
  expect(drops).toMatchObject([{ state: "REJECTED" }, { state: "COMMITTED" }]);
  expect(manifestsOf("mixed").map((one) => one.drops.length)).toEqual([1]);
}, 60_000);

describe("--engine beam", () => {
  /** A Python as Sluice sees it: says that it has Beam, and does what a pipeline would do. */
  function python(name: string, pipeline: string): string {
    const path = join(project.folder, name);
    writeFileSync(path, `#!/bin/sh\nif [ "$1" = -c ]; then exit 0; fi\n${pipeline}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test("where Beam is missing it is said at once, with the cure, and nothing is changed", async () => {
    const said = await run("beamless", [...DROPS, "--engine", "beam"], "/nowhere/python");
    expect(said).toMatchObject({ code: 2, out: "" });
    expect(said.err).toContain("--engine beam needs Beam, which is not installed → let SLUICE_PYTHON name a Python");
    expect(existsSync(join(project.folder, "beamless"))).toBe(false);
  });

  test("every drop goes to the pipeline, which is told the lake and the manifest", async () => {
    const main = join(projectFolder, "lakehouse/cli/main.ts");
    const split = `exec "${process.execPath}" "${main}" host "\${5#--manifest=}" --lake "\${4#--lake=}"`;
    const host = python("beam", `echo "$@"; ${split}`);
    const small = "drops/pings/dt=2026-11-23/part-0.parquet";
    const said = await run("beam-lake", [DROPS[0] ?? "", small, "--engine", "beam", "--json"], host);
    expect(JSON.parse(said.out).drops).toMatchObject([{ state: "COMMITTED" }, { state: "REJECTED" }]);
    const [manifest] = manifestsOf("beam-lake");
    expect(manifest).toMatchObject({ host: "beam", drops: [{ attempt: 1 }, { attempt: 1 }] });
    const log = readFileSync(join(project.folder, "beam-lake/.sluice/jobs", `${manifest?.name}.log`), "utf8");
    const lake = join(project.folder, "beam-lake");
    const path = `ledger/pings/jobs/${manifest?.name}.json`;
    expect(log).toContain(`-m split.main --runner=FnApiRunner --lake=${lake} --manifest=${path}\n`);
  }, 60_000);

  test("a pipeline that dies is tried three times, with what it said, and the drops are given up with the log's place", async () => {
    const dying = python("dying", "echo 'ImportError: no such module' >&2; exit 1");
    const said = await run("dying-lake", [...DROPS, "--engine", "beam"], dying);
    expect(said.code).toBe(1);
    expect(said.err.match(/job sluice-pings-[0-9a-f]{24} ended without a report of 3 drops/g)).toHaveLength(3);
    expect(said.err).toContain("its log says why: .sluice/jobs/sluice-pings-");
    expect(said.err).toContain("ImportError: no such module");
    expect(manifestsOf("dying-lake").map(({ drops }) => drops.length)).toEqual([3, 3, 3]);
    const status = await sluice(project.folder, ["report", DROPS[0] ?? "", "--json", "--lake", "dying-lake"]);
    expect(JSON.parse(status.out)).toMatchObject({
      state: "POISON",
      reason: {
        cure: expect.stringMatching(
          /^look into \.sluice\/jobs\/sluice-pings-[0-9a-f]{24}\.log; `sluice replay --lake dying-lake` tries again$/,
        ),
      },
    });
  }, 60_000);

  test("who takes over launches the same host, and says what is missing for it", async () => {
    const [drop = ""] = DROPS;
    const stuck = python("stuck", "sleep 60");
    const stop = new AbortController();
    const running = sluice(project.folder, ["run", drop, "--engine", "beam", "--lake", "taken"], {
      env: { SLUICE_PYTHON: stuck },
      signal: stop.signal,
    });
    const jobs = join(project.folder, "taken/.sluice/jobs");
    const pid = () => existsSync(jobs) && readdirSync(jobs).find((name) => name.endsWith(".pid"));
    let found = pid();
    for (; !found; found = pid()) await new Promise((later) => setTimeout(later, 20));
    stop.abort();
    expect((await running).code).toBe(130);
    process.kill(-Number.parseInt(readFileSync(join(jobs, found), "utf8"), 10), "SIGKILL");
    rmSync(jobs, { recursive: true }); // the job is forgotten, as after a while on any service
    const said = await sluice(project.folder, ["reconcile", "--lake", "taken"], {
      env: { SLUICE_PYTHON: "/nowhere/python" },
    });
    expect(said.code).toBe(3);
    expect(said.err).toContain("the job needs Beam, and /nowhere/python is not there → run `npm run setup`");
  }, 60_000);
});
