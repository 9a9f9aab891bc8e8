import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Content } from "../../ports.ts";
import { isAlive } from "../alive.ts";
import { token } from "../random.ts";
import type { Disk } from "./disk.ts";
import { codeOf } from "./found.ts";
import { ownFolder } from "./slots.ts";

export interface Staging {
  /** Writes content beside the objects, hands the file to `use`, and takes it away again. */
  hold<Result>(content: Content, use: (path: string) => Promise<Result>): Promise<Result>;
}

export function createStaging(root: string, disk: Disk): Staging {
  const folder = join(root, ownFolder, "new");
  let ready: Promise<void> | undefined;

  return { hold };

  async function hold<Result>(content: Content, use: (path: string) => Promise<Result>): Promise<Result> {
    ready ??= prepare(folder, disk);
    await ready;
    const path = join(folder, `${process.pid}-${token()}`);
    try {
      await fill(path, content);
      const result = await use(path);
      if (content.kind === "move") await disk.remove(content.path);
      return result;
    } finally {
      await disk.remove(path);
    }
  }
}

/** Who was killed while writing could not clean up. */
async function prepare(folder: string, disk: Disk): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!isAlive(Number.parseInt(name, 10))) await disk.remove(join(folder, name));
  }
}

async function fill(path: string, content: Content): Promise<void> {
  if (content.kind === "bytes") return writeFile(path, content.bytes, { flag: "wx" });
  if (content.kind === "move" && (await isLinked(content.path, path))) return;
  await copyFile(content.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

/** False where the two lie on different file systems. */
function isLinked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error) => {
      if (codeOf(error) === "EXDEV" || codeOf(error) === "EPERM") return false;
      throw error;
    },
  );
}
