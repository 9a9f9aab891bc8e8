import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Deployed, deploy } from "../../test/functions/cloud/deployed.ts";
import { compare } from "../compare.ts";
import { pingFiles } from "../data.ts";
import type { Cost } from "../measure.ts";
import type { Suite } from "../suite.ts";

const CONTRACTS = join(import.meta.dirname, "../contracts");
const REPEATS = 5;
const FEW_ROWS = 100;
/** About 10 MB. */
const ROWS = 80_000;
const HOUR_MS = 3_600_000;

export const suite: Suite = {
  about: "a drop of 10 MB from its event to its commit, through functions over fakes; by a drop of 100 rows",
  takesMillions: false,
  cases: () => [
    {
      name: "event-10mb",
      rows: ROWS,
      run: async (say) => {
        say("starting functions");
        const { commit, close } = await openFunctions();
        try {
          await commit(FEW_ROWS); // a cold start has a bench of its own
          return await compare(
            REPEATS,
            () => commit(ROWS),
            () => commit(FEW_ROWS),
            say,
          );
        } finally {
          await close();
        }
      },
    },
  ],
};

interface Functions {
  /** A drop of so many rows arrives; what it took until its publication was committed. */
  commit(rows: number): Promise<Cost>;
  close(): Promise<void>;
}

async function openFunctions(): Promise<Functions> {
  let committed = () => {};
  const onLine = (_: string, line: string) => {
    if (line.includes('"event":"publication.moved"') && line.includes('"state":"DONE"')) committed();
  };
  const deployed: Deployed = await deploy({ contracts: CONTRACTS, functions: ["on-drop", "publish"], onLine });
  let uploads = 0;
  return {
    async commit(rows) {
      const [path = ""] = await pingFiles(rows);
      const content = await readFile(path);
      // Past the pause between two publications of a dataset.
      deployed.cloud.clock.advance(HOUR_MS);
      uploads += 1;
      const done = new Promise<void>((resolve) => {
        committed = resolve;
      });
      const started = performance.now();
      deployed.upload(`bench_pings/event-${uploads}.parquet`, content);
      await done;
      return { seconds: (performance.now() - started) / 1000, cpuSeconds: null, rssMb: null };
    },
    close: deployed.close,
  };
}
