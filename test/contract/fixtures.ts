import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ContractText {
  /** Path from the folder it was found in, e.g. `contracts/x.odcs.yaml`. */
  readonly file: string;
  readonly text: string;
}

export const FIXTURES = join(import.meta.dirname, "..", "fixtures", "contracts");
export const CONTRACTS = join(import.meta.dirname, "..", "..", "contracts");

/** Every contract below a folder, by name. */
export function contractsIn(folder: string): ContractText[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".odcs.yaml"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
}
