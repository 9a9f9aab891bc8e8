import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { nameOfPath, pathOfName } from "./object-names.ts";

/** Names of all objects below `root` in the folder that `prefix` leads into, sorted; hidden folders hold no objects. */
export async function walk(root: string, prefix: string): Promise<string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1).replace(/\/$/, "");
  const start = folder === "" ? "" : `${pathOfName(folder)}/`;
  return (await filesBelow(root, start)).map(nameOfPath).sort((a, b) => (a < b ? -1 : 1));
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith("."))
      .map((entry) => {
        const path = `${folder}${entry.name}`;
        return entry.isDirectory() ? filesBelow(root, `${path}/`) : entry.isFile() ? [path] : [];
      }),
  );
  return found.flat();
}
