import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";

export interface ContractText {
  /** Path as a reader would type it. */
  readonly file: string;
  readonly text: string;
}

const ending = ".odcs.yaml";

/** Every contract of the folder, sorted by file name; the text only, reading it is `contract/`'s part. */
export async function readContractTexts(folder: string, from: string): Promise<ContractText[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map(({ name }) => name);
  return Promise.all(names.sort().map((name) => readContractText(join(folder, name), from)));
}

export async function readContractText(path: string, from: string): Promise<ContractText> {
  const near = relative(from, path);
  return { file: near.startsWith("..") ? path : near, text: await readFile(path, "utf8") };
}

/** `contracts/flights.odcs.yaml` → `flights`. */
export function datasetOfFile(file: string): string {
  return basename(file, ending);
}
