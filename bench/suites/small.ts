import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import { type Cost, runProgram } from "../measure.ts";
import { CORES } from "../rewrite.ts";
import { ROWS_PER_DROP, smallDrops } from "../small-drops.ts";
import type { Suite } from "../suite.ts";

const PROGRAM = join(import.meta.dirname, "../programs/small.ts");
const FEWEST = 10;
/** The last takes minutes. */
const REPEATS = new Map([
  [10, 3],
  [100, 3],
  [1_000, 2],
  [10_000, 1],
]);

export const suite: Suite = {
  about: "so many drops of 100 rows through the chain of `sluice run`; the ratio compares the cost of one drop",
  takesMillions: false,
  cases: () =>
    [...REPEATS].map(([count, repeats]) => ({
      name: `small-${count}`,
      rows: count * ROWS_PER_DROP,
      run: async (say) => {
        say("making the data");
        await smallDrops(count);
        const baseline = async () => {
          const cost = await runDrops(FEWEST);
          return { ...cost, seconds: (cost.seconds / FEWEST) * count };
        };
        return compare(repeats, () => runDrops(count), baseline, say);
      },
    })),
};

async function runDrops(count: number): Promise<Cost> {
  const lake = await scratchFolder("small");
  const cost = await runProgram(process.execPath, [PROGRAM, JSON.stringify({ count, lake, workers: CORES })]);
  await rm(lake, { recursive: true });
  return cost;
}
