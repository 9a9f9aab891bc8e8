import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { scratchFolder } from "./data.ts";
import { type Cost, runProgram } from "./measure.ts";

const PROGRAM = join(import.meta.dirname, "programs/rewrite.ts");

export const CORES = availableParallelism();

/** The baseline: DuckDB reads the same files and writes the same rows, with its default settings, and decides nothing. */
export async function rewrite(files: readonly string[]): Promise<Cost> {
  const folder = await scratchFolder("rewrite");
  const job = { files, output: join(folder, "all.parquet") };
  const cost = await runProgram(process.execPath, [PROGRAM, JSON.stringify(job)]);
  await rm(folder, { recursive: true });
  return cost;
}
