import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Entry } from "./suite.ts";

const RESULTS = join(import.meta.dirname, "../out/bench.json");

/** One entry per name and rows, the newer one stays; sorted by name as people count, then by rows. */
export function mergeEntries(known: readonly Entry[], found: readonly Entry[]): Entry[] {
  const entries = new Map([...known, ...found].map((entry) => [`${entry.name} ${entry.rows}`, entry]));
  return [...entries.values()].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }) || a.rows - b.rows);
}

export async function readEntries(file = RESULTS): Promise<Entry[]> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Entry[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new Error(`${file} cannot be read; delete it to start anew`, { cause: error });
  }
}

/** Adds what was found; the file is whole at every moment. */
export async function saveEntries(found: readonly Entry[], file = RESULTS): Promise<Entry[]> {
  const entries = mergeEntries(await readEntries(file), found);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(entries, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
  return entries;
}
