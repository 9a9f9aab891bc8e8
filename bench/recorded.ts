import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "./suite.ts";

const RECORDED = join(import.meta.dirname, "recorded.json");

/** The figures that the docs show, all of one machine. */
export interface Recorded {
  readonly machine: string;
  readonly entries: readonly Entry[];
}

export async function readRecorded(file = RECORDED): Promise<Recorded> {
  return JSON.parse(await readFile(file, "utf8")) as Recorded;
}

export async function writeRecorded(recorded: Recorded, file = RECORDED): Promise<void> {
  await writeFile(file, `${JSON.stringify(recorded, null, 2)}\n`);
}
