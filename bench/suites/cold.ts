import { spawnSync } from "node:child_process";
import { TEST_ENVIRONMENT } from "../../test/fakes/cloud.ts";
import { bundledArchive } from "../cold/bundled.ts";
import { openColdCloud } from "../cold/cloud.ts";
import { installedArchive } from "../cold/installed.ts";
import { forgetFiles, type Started, startOnDrop } from "../cold/start.ts";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import type { Cost } from "../measure.ts";
import type { Case, Found, Suite } from "../suite.ts";

const REPEATS = 5;

type Say = (doing: string) => void;

interface Starts {
  /** From the archive as it is deployed. */
  readonly archive: () => Promise<Started>;
  /** The same code in one file. */
  readonly bundle: () => Promise<Started>;
}

export const suite: Suite = {
  about:
    "`on-drop` from a cold disk, until it takes requests and until its first drop is split: the archive by a bundle",
  takesMillions: false,
  cases: () => [
    coldCase("cold-ready", ({ archive, bundle }, say) => {
      return compare(REPEATS, until("ready", archive), until("ready", bundle), say);
    }),
    coldCase("cold-event", ({ archive, bundle }, say) => {
      return compare(REPEATS, until("answered", archive), until("answered", bundle), say);
    }),
    coldCase("cold-modules", ({ archive }, say) => {
      const loading = async () => {
        const bare = bareNode();
        const { ready, rssMb } = await archive();
        return costOf(ready - bare, rssMb);
      };
      return compare(REPEATS, loading, until("answered", archive), say);
    }),
  ],
};

function coldCase(name: string, run: (starts: Starts, say: Say) => Promise<Found>): Case {
  return {
    name,
    rows: 1,
    run: async (say) => {
      if (!forgetFiles()) return { skipped: "only root may make this system forget files: a warm disk would flatter" };
      const archive = await installedArchive(TEST_ENVIRONMENT, say);
      const bundle = await bundledArchive(archive, say);
      const cloud = await openColdCloud(await scratchFolder("cold"));
      const startIn = (folder: string) => async () => {
        const event = await cloud.upload();
        forgetFiles();
        return startOnDrop({ ...cloud.place, folder }, event);
      };
      try {
        return await run({ archive: startIn(archive), bundle: startIn(bundle) }, say);
      } finally {
        await cloud.close();
      }
    },
  };
}

function until(moment: "ready" | "answered", start: () => Promise<Started>): () => Promise<Cost> {
  return async () => {
    const started = await start();
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
