import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Suite } from "./suite.ts";

const folder = join(import.meta.dirname, "suites");

/** Every file in bench/suites/ is a suite; a new one is found without being listed anywhere. */
export async function findSuites(): Promise<readonly Suite[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ts")).sort();
  return Promise.all(files.map(loadSuite));
}

async function loadSuite(file: string): Promise<Suite> {
  const { suite }: { suite?: Suite } = await import(join(folder, file));
  if (!suite) throw new Error(`bench/suites/${file} exports no \`suite\``);
  return suite;
}
