import { readdirSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { matchByPlans } from "../../lakehouse/run/match.ts";

/** A file that a producer would upload, and as what. */
export interface DropFile {
  readonly path: string;
  /** In landing. */
  readonly name: string;
}

/**
 * Files, and the Parquet files of folders. An object is named by the longest end of its path that fits a contract; what
 * fits none, by the file's own name.
 */
export function dropFiles(paths: readonly string[], plans: readonly Plan[]): DropFile[] {
  const match = matchByPlans(plans);
  return paths.flatMap(filesAt).map((path) => {
    const parts = resolve(path).split(sep).slice(1);
    const ends = parts.map((_, start) => parts.slice(start).join("/"));
    return { path, name: ends.find((end) => match(end) !== null) ?? ends.at(-1) ?? path };
  });
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  return found.filter((name) => name.endsWith(".parquet")).map((name) => join(path, name));
}
