import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isAlive } from "./alive.ts";

/** A folder of this process alone. */
export interface Scratch {
  readonly folder: string;
  remove(): Promise<void>;
}

/** On the lake's own disk, so that files move instead of being copied. */
export async function openScratch(parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true });
  await removeOrphans(parent);
  const folder = await mkdtemp(join(parent, `${process.pid}-`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The same for who only looks: where the lake cannot be written, in the machine's folder for such things. */
export async function openScratchToLook(parent: string): Promise<Scratch> {
  return openScratch(parent).catch((error: NodeJS.ErrnoException) => {
    if (!unwritable.has(error.code ?? "")) throw error;
    return openScratch(join(tmpdir(), `sluice-${userInfo().uid}`));
  });
}

const unwritable: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC"]);

/** Who was killed could not clean up. */
async function removeOrphans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(parent, name), { recursive: true, force: true });
  }
}
