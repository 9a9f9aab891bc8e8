import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import { goodFiles } from "../good-files.ts";
import { type Cost, runProgram } from "../measure.ts";
import { ROWS_PER_DROP } from "../small-drops.ts";
import type { Suite } from "../suite.ts";

const PROGRAM = join(import.meta.dirname, "../programs/publish.ts");
/** One batch. */
const BASE = 1_000;
/** The last takes minutes. */
const REPEATS = new Map([
  [100, 3],
  [1_000, 2],
  [10_000, 1],
]);

export const suite: Suite = {
  about: "so many ready drops of 100 rows published in batches; the ratio compares the cost of one drop",
  takesMillions: false,
  cases: () =>
    [false, true].flatMap((keyed) =>
      [...REPEATS].map(([count, repeats]) => ({
        name: `publish-${keyed ? "keyed-" : ""}${count}`,
        rows: count * ROWS_PER_DROP,
        run: async (say) => {
          say("making the data");
          await goodFiles(Math.max(count, BASE));
          const baseline = async () => {
            const cost = await publishDrops(BASE, keyed);
            return { ...cost, seconds: (cost.seconds / BASE) * count };
          };
          return compare(repeats, () => publishDrops(count, keyed), baseline, say);
        },
      })),
    ),
};

async function publishDrops(count: number, keyed: boolean): Promise<Cost> {
  const lake = await scratchFolder("publish");
  const cost = await runProgram(process.execPath, [PROGRAM, JSON.stringify({ count, lake, keyed })]);
  await rm(lake, { recursive: true });
  return cost;
}
