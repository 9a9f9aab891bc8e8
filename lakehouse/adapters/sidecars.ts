import type { BigIntStats } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Checksum, checksumOfFile } from "../ports/checksum.ts";

/** Which content of a name: its generation, and the file (inode) that holds it. */
export interface Version {
  readonly generation: string;
  readonly file: string;
}

/** By mtime in microseconds: a file that is written again is another content, however alike. */
export function versionOf({ mtimeNs, ino }: Pick<BigIntStats, "mtimeNs" | "ino">): Version {
  return { generation: String(mtimeNs / 1000n), file: String(ino) };
}

/**
 * Checksums beside the objects, so that looking at one does not read it. A sidecar is only a memory: it names the very
 * file it was made from, and where none fits (lost, or another writer's) the file itself is read.
 */
export function createSidecars(folder: string) {
  const pathOf = (object: string, { generation }: Version) => join(folder, `${object}.${generation}`);

  return { read, write };

  async function write(object: string, version: Version, file: string): Promise<void> {
    const path = pathOf(object, version);
    await mkdir(dirname(path), { recursive: true });
    const { bytes, crc32c } = await checksumOfFile(file);
    await writeFile(path, `${version.file} ${bytes} ${crc32c}\n`);
  }

  async function read(object: string, version: Version, file: string): Promise<Checksum> {
    const text = await readFile(pathOf(object, version), "utf8").catch(() => "");
    const [of, bytes, crc32c] = text.trim().split(" ");
    return of === version.file && bytes && crc32c ? { bytes, crc32c } : checksumOfFile(file);
  }
}
