// Reads the project's source files; what is installed, built or hidden is left out.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Source } from "./source.ts";

const skipped = new Set(["node_modules", "out", "__pycache__"]);
const isSource = /\.([cm]?[jt]s|py|sql|sh)$/;

export const projectFolder = join(import.meta.dirname, "..", "..");

export function readTree(folder = projectFolder, prefix = ""): Source[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !skipped.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix + entry.name;
      if (entry.isDirectory()) return readTree(folder, `${path}/`);
      return entry.isFile() && isSource.test(path) ? [{ path, text: readFileSync(join(folder, path), "utf8") }] : [];
    });
}
