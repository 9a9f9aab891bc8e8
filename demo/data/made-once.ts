import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const STAMP = ".made";

/**
 * Makes a folder by `make`, unless it is there and was made by the same recipe. It appears whole or not at all, so that
 * a run that was broken off leaves no half of it.
 */
export async function madeOnce(
  folder: string,
  recipe: unknown,
  make: (building: string) => Promise<void>,
): Promise<string> {
  const stamp = `${JSON.stringify(recipe)}\n`;
  const present = await readFile(join(folder, STAMP), "utf8").catch(() => null);
  if (present === stamp) return folder;
  const building = join(dirname(folder), `.making-${process.pid}-${Math.random().toString(36).slice(2)}`);
  await mkdir(building, { recursive: true });
  try {
    await make(building);
    await writeFile(join(building, STAMP), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return folder;
}
