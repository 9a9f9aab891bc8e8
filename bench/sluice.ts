import { rm } from "node:fs/promises";
import { join } from "node:path";
import { scratchFolder } from "./data.ts";
import { type Run, runProgram } from "./measure.ts";
import { CORES } from "./rewrite.ts";

const PROGRAM = join(import.meta.dirname, "programs/sluice.ts");

export interface SluiceJob {
  readonly files: readonly string[];
  readonly passThrough?: boolean;
  readonly rules?: number;
  /** False: only validates. */
  readonly write?: boolean;
}

export interface SluiceCounts {
  readonly seconds: number;
  readonly in: number;
  readonly quarantined: number;
  readonly passedThrough: number;
  /** Per rule that any row failed. */
  readonly failed: Readonly<Record<string, number>>;
}

/** The engine over these files, as the chain calls it: a drop each, as many workers as cores, outputs in their place. */
export async function runSluice(job: SluiceJob): Promise<Run<SluiceCounts>> {
  const folder = await scratchFolder("sluice");
  const whole = { passThrough: false, rules: 9, write: true, ...job, folder, workers: CORES };
  const run = await runProgram<SluiceCounts>(process.execPath, [PROGRAM, JSON.stringify(whole)]);
  await rm(folder, { recursive: true });
  return run;
}
