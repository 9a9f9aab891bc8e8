import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ContextFile, copiedBy, DOCKERFILE, isIgnored } from "../plan/dataflow/build-context.ts";

/** Templates are the folders with a `main.py`. */
export async function listTemplates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.filter((name) => existsSync(join(folder, name, "main.py"))).sort();
}

/** All that the template's image is built from, as it stands on the disk, committed or not; sorted by path. */
export async function readTemplate(folder: string, template: string): Promise<ContextFile[]> {
  const [dockerfile, ignored] = await Promise.all([
    readFile(join(folder, DOCKERFILE), "utf8"),
    readFile(join(folder, ".dockerignore"), "utf8"),
  ]);
  const copied = copiedBy(dockerfile, template).map((path) => filesAt(folder, path, ignored));
  const paths = [DOCKERFILE, ".dockerignore", ...(await Promise.all(copied)).flat()].sort();
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })));
}

async function filesAt(folder: string, path: string, ignored: string): Promise<string[]> {
  if (isIgnored(ignored, path)) return [];
  if ((await stat(join(folder, path))).isFile()) return [path];
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  const below = entries.map((entry) => {
    const at = `${path}/${entry.name}`;
    if (entry.isFile() || entry.isDirectory()) return filesAt(folder, at, ignored);
    throw new Error(`${at} is no plain file → copy it in, an image is built from files alone`);
  });
  return (await Promise.all(below)).flat();
}
