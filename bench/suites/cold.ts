import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundledArchive } from "../cold/bundled.ts";
import { ENVIRONMENT, openColdCloud } from "../cold/cloud.ts";
import { installedArchive } from "../cold/installed.ts";
import { forgetFiles, type Started, startFunction } from "../cold/start.ts";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import type { Cost } from "../measure.ts";
import { benchPlan } from "../plans.ts";
import type { Case, Found, Suite } from "../suite.ts";

const REPEATS = 5;

type Say = (doing: string) => void;
/** A start in this folder; what is taken from it is compared. */
type Start = (folder: string, env?: Readonly<Record<string, string>>) => Promise<Started>;

export const suite: Suite = {
  about:
    "`on-drop` from a cold disk: until it takes requests, and until its first drop is split; the archive by a bundle",
  takesMillions: false,
  cases: () => [
    coldCase("cold-ready", (start, folders, say) => {
      return compare(REPEATS, taking("ready", start, folders.archive), taking("ready", start, folders.bundle), say);
    }),
    coldCase("cold-event", (start, folders, say) => {
      return compare(
        REPEATS,
        taking("answered", start, folders.archive),
        taking("answered", start, folders.bundle),
        say,
      );
    }),
    coldCase("cold-modules", (start, folders, say) => {
      const loading = async () => {
        const [bare, { ready, rssMb }] = [bareNode(), await start(folders.archive)];
        return costOf(ready - bare, rssMb);
      };
      return compare(REPEATS, loading, taking("answered", start, folders.archive), say);
    }),
  ],
};

interface Folders {
  readonly archive: string;
  readonly bundle: string;
}

function coldCase(name: string, run: (start: Start, folders: Folders, say: Say) => Promise<Found>): Case {
  return {
    name,
    rows: 1,
    run: async (say) => {
      if (!forgetFiles()) return { skipped: "only root may make this system forget files: a warm disk would flatter" };
      const archive = await installedArchive(ENVIRONMENT, say);
      const bundle = await bundledArchive(archive, say);
      return withStarts((start) => run(start, { archive, bundle }, say));
    },
  };
}

async function withStarts(work: (start: Start) => Promise<Found>): Promise<Found> {
  const plans = join(await scratchFolder("cold"), "plans");
  await mkdir(plans);
  await writeFile(join(plans, "bench_pings.json"), JSON.stringify(benchPlan()));
  const cloud = await openColdCloud(plans);
  try {
    return await work(async (folder, env = {}) => {
      const event = await cloud.upload();
      forgetFiles();
      return startFunction({ folder, env: { ...cloud.env, ...env }, event });
    });
  } finally {
    await cloud.close();
  }
}

function taking(moment: "ready" | "answered", start: Start, folder: string): () => Promise<Cost> {
  return async () => {
    const started = await start(folder);
    return costOf(started[moment], started.rssMb);
  };
}

/** Seconds that Node itself needs, without a module. */
function bareNode(): number {
  forgetFiles();
  const started = performance.now();
  spawnSync(process.execPath, ["--eval", "0"]);
  return (performance.now() - started) / 1000;
}

function costOf(seconds: number, rssMb: number | null): Cost {
  return { seconds, cpuSeconds: null, rssMb };
}
