import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sqlFileOf } from "../../lakehouse/contract/files.ts";
import type { ContractText } from "../../lakehouse/contract/read-catalog.ts";

export const FIXTURES = join(import.meta.dirname, "..", "fixtures", "contracts");
export const CONTRACTS = join(import.meta.dirname, "..", "..", "contracts");

/** Every contract below a folder, by name, with the SQL beside it; paths are from that folder. */
export function contractsIn(folder: string): ContractText[] {
  return filesIn(folder, ".odcs.yaml").map((file) => {
    const sql = join(folder, sqlFileOf(file));
    return {
      file,
      text: readFileSync(join(folder, file), "utf8"),
      sql: existsSync(sql) ? readFileSync(sql, "utf8") : null,
    };
  });
}

/** Paths from the folder, at any depth, sorted. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}
