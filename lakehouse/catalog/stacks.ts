import { access, constants, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

export interface StackText {
  /** As a reader would type its path. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

const stackName = /^Pulumi\.([^.]+)\.yaml$/;

/** The settings of an environment from the first folder that has them; null: none has. */
export async function readStackText(folders: readonly string[], id: string, from: string): Promise<StackText | null> {
  for (const folder of folders) {
    const path = join(folder, `Pulumi.${id}.yaml`);
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    });
    if (text !== null) return { file: shown(path, from), path, text };
  }
  return null;
}

/** Whether the file at the path may be changed. */
export function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Changes a file in place; what its text is by then is given to the change. */
export async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(path, "utf8");
  const changed = change(text);
  if (changed !== text) await writeFile(path, changed);
}

/** Names of all environments that have settings in one of these folders. */
export async function listStacks(folders: readonly string[]): Promise<string[]> {
  const names = (await Promise.all(folders.map((folder) => readdir(folder)))).flat();
  return [...new Set(names.flatMap((name) => stackName.exec(name)?.[1] ?? []))].sort();
}

function shown(path: string, from: string): string {
  const near = relative(from, path);
  return near.startsWith("..") ? path : near;
}
