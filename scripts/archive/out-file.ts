import { statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileInTheWay } from "../../lakehouse/cli/root-flags.ts";
import { type UseProblem, useProblem } from "../../lakehouse/cli/wrong-use.ts";

/** Why no file can be written there, as far as one can tell without writing. `typed`: the path as its reader knows it. */
export function outProblems(typed: string, path: string): UseProblem[] {
  const problem = (message: string, cure: string) => [useProblem("archive-out", `--out ${typed}${message}`, cure)];
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() || /[\\/]$/.test(typed)) return problem(" is a folder", "name a file in it");
  if (found && !found.isFile()) return problem(" is no file that one could replace", "name a file, or a new one");
  const inTheWay = fileInTheWay(dirname(path));
  return inTheWay === null ? [] : problem(`: ${inTheWay} is no folder`, "name a file in a folder, or in a new one");
}

/** Whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const building = `${path}.${process.pid}`;
  try {
    await writeFile(building, bytes);
    await rename(building, path);
  } catch (error) {
    await rm(building, { force: true });
    throw error;
  }
}
