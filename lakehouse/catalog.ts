import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { sqlFileOf } from "./contract/files.ts";
import type { ContractText } from "./contract/read-catalog.ts";

export { datasetOfFile } from "./contract/files.ts";
export type { ContractText } from "./contract/read-catalog.ts";

const contractEnding = ".odcs.yaml";
const sqlEnding = ".sql";

/** Every contract of the folder, sorted by file name; the texts only, reading them is `contract/`'s part. */
export async function readContractTexts(folder: string, from: string): Promise<ContractText[]> {
  const names = (await filesOf(folder)).filter((name) => name.endsWith(contractEnding));
  return Promise.all(names.map((name) => readContractText(join(folder, name), from)));
}

/** Files of SQL in the folder without a contract beside them, as a reader would type their paths. */
export async function findStraySql(folder: string, from: string): Promise<string[]> {
  const names = await filesOf(folder);
  const beside = new Set(names.filter((name) => name.endsWith(contractEnding)).map(sqlFileOf));
  const strays = names.filter((name) => name.endsWith(sqlEnding) && !beside.has(name));
  return strays.map((name) => shown(join(folder, name), from));
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** One contract, with the SQL that stands beside it. */
export async function readContractText(path: string, from: string): Promise<ContractText> {
  const [text, sql] = await Promise.all([readFile(path, "utf8"), readIfThere(sqlFileOf(path))]);
  return { file: shown(path, from), text, sql };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The path as a reader would type it. */
function shown(path: string, from: string): string {
  const near = relative(from, path);
  return near.startsWith("..") ? path : near;
}
