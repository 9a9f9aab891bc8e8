import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compare, repeatsFor } from "../compare.ts";
import { type Counts, countsText } from "../counts.ts";
import { pingFiles, scratchFolder } from "../data.ts";
import { type Run, runProgram } from "../measure.ts";
import { findPolars } from "../polars.ts";
import { rewrite } from "../rewrite.ts";
import { casesOf } from "../sizes.ts";
import { runSluice } from "../sluice.ts";
import type { Suite } from "../suite.ts";

const PROGRAM = join(import.meta.dirname, "../polars/split.py");

interface PolarsCounts extends Counts {
  readonly seconds: number;
}

export const suite: Suite = {
  about: "the job of split done by Polars, its counts checked against Sluice's; needs uv (pip install uv)",
  takesMillions: true,
  cases: (millions) =>
    casesOf("polars", millions, [1, 5, 20], async (rows, say) => {
      say("fetching Polars");
      const python = await findPolars();
      if ("skipped" in python) return python;
      say("making the data");
      const files = await pingFiles(rows);
      say("counting with Sluice");
      const expected = countsText((await runSluice({ files, write: false })).said);
      const measured = async () => {
        const run = await runPolars(python.path, files);
        const found = countsText(run.said);
        if (found !== expected) throw new Error(`Polars counted ${found}, Sluice ${expected}`);
        return run;
      };
      return compare(repeatsFor(rows), measured, () => rewrite(files), say);
    }),
};

async function runPolars(python: string, files: readonly string[]): Promise<Run<PolarsCounts>> {
  const folder = await scratchFolder("polars");
  const run = await runProgram<PolarsCounts>(python, [PROGRAM, JSON.stringify({ files, folder })]);
  await rm(folder, { recursive: true });
  return run;
}
