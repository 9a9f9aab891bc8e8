import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "@jest/globals";
import { isAlive } from "../../lakehouse/adapters/alive.ts";
import { createLocalLauncher } from "../../lakehouse/adapters/local-launcher.ts";
import type { Launch } from "../../lakehouse/ports.ts";
import { createHostFarm } from "../protocol/launcher.ts";
import { type LauncherBench, launcherConformance } from "./launcher.ts";

launcherConformance("processes of this machine", async () => openProcesses());
launcherConformance("memory", async () => openMemory());

test("what a local host says is kept, of every one that had the job, and its last lines are shown", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-launcher-"));
  try {
    const says = 'for (let line = 1; line <= 300; line += 1) console.error("line " + line + " of " + process.argv[1]);';
    const command = ({ manifest }: Launch) => ({ program: process.execPath, args: ["-e", says, manifest] });
    const launcher = createLocalLauncher({ folder, shown: ".sluice/jobs", command });
    expect(await launcher.log("job")).toEqual({ place: ".sluice/jobs/job.log", lines: [] });
    for (const manifest of ["first", "second"]) {
      await launcher.launch({ host: "node", name: "job", manifest });
      while ((await launcher.phase("job")) !== "ended") await later();
      const lines = Array.from({ length: 10 }, (_, at) => `line ${291 + at} of ${manifest}`);
      expect(await launcher.log("job")).toEqual({ place: ".sluice/jobs/job.log", lines });
    }
    expect(readFileSync(join(folder, "job.log"), "utf8").split("\n")).toHaveLength(601);
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  }
});

/** A host: says that it is there, and waits until it may end. */
const host = `
const { existsSync, writeFileSync } = require("node:fs");
const [folder, manifest] = process.argv.slice(1);
writeFileSync(folder + "/hosts/" + process.pid, manifest);
setInterval(() => existsSync(folder + "/over/" + manifest.replaceAll("/", "-")) && process.exit(), 5);
`;

function openProcesses(): LauncherBench {
  const folder = mkdtempSync(join(tmpdir(), "sluice-launcher-"));
  for (const name of ["hosts", "over"]) mkdirSync(join(folder, name));
  const open = () => {
    return createLocalLauncher({
      folder: join(folder, "jobs"),
      shown: "jobs",
      command: ({ manifest }) => ({ program: process.execPath, args: ["-e", host, folder, manifest] }),
    });
  };
  const over = (manifest: string) => join(folder, "over", manifest.replaceAll("/", "-"));
  const hosts = () =>
    readdirSync(join(folder, "hosts"))
      .map((pid) => ({ pid: Number(pid), manifest: readFileSync(join(folder, "hosts", pid), "utf8") }))
      .filter(({ pid }) => isAlive(pid));
  const isThere = (manifest: string) => hosts().some((one) => one.manifest === manifest);
  const saysItIsThere = async (manifest: string) => {
    while (!isThere(manifest)) await later();
  };
  const endAll = async (manifest: string | null) => {
    for (const one of hosts()) if (manifest === null || one.manifest === manifest) process.kill(one.pid, "SIGKILL");
  };
  const launcher = open();
  return {
    launcher,
    other: open(),
    alive: async () => hosts().map(({ manifest }) => manifest),
    finish: async (manifest) => {
      await saysItIsThere(manifest);
      writeFileSync(over(manifest), "");
      // A launcher that lost the race has killed its host, which may have said that it is there before the winner's does.
      while (isThere(manifest) || (await launcher.phase(basename(manifest, ".json"))) === "running") await later();
      rmSync(over(manifest));
    },
    kill: async (manifest) => {
      await saysItIsThere(manifest);
      await endAll(manifest);
    },
    close: async () => {
      await endAll(null);
      if (existsSync(folder)) rmSync(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

function openMemory(): LauncherBench {
  const running: { readonly manifest: string; readonly end: () => void }[] = [];
  const farm = createHostFarm(
    ({ manifest }, started, ended) => {
      // A service queues a job first.
      setTimeout(() => {
        started();
        running.push({ manifest, end: ended });
      }, 1);
    },
    () => false,
  );
  const end = async (manifest: string) => {
    for (const one of running.filter((other) => other.manifest === manifest)) {
      running.splice(running.indexOf(one), 1);
      one.end();
    }
  };
  return {
    launcher: farm.plain,
    other: farm.plain,
    alive: async () => running.map(({ manifest }) => manifest),
    finish: end,
    kill: end,
    close: async () => undefined,
  };
}
