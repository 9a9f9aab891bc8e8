import { mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type Checksum, checksumOfFile } from "../../ports/checksum.ts";
import { checksumOfBytes } from "./checksum.ts";
import type { Found } from "./found.ts";
import { ownFolder } from "./slots.ts";

const smallBytes = 64n * 1024n; // read as fast as its sidecar

export interface Sidecars {
  checksum(found: Found): Promise<Checksum>;
  /** Never fails: what is not remembered is read again. */
  remember(found: Found, checksum: Checksum): Promise<void>;
  forget(found: Found): Promise<void>;
}

/**
 * Checksums beside big objects, so that looking at one does not read it. A sidecar is only a memory: it names the very
 * file and content that it was made from, and where none fits (lost, copied, overwritten by hand) the file is read.
 */
export function createSidecars(root: string): Sidecars {
  const folder = join(root, ownFolder, "checksums");

  return { checksum, remember, forget };

  async function checksum(found: Found): Promise<Checksum> {
    if (found.bytes <= smallBytes) return checksumOfBytes(await readFile(found.path));
    const text = await readFile(sidecarOf(found), "utf8").catch(() => "");
    const crc32c = text.startsWith(keyOf(found))
      ? /^[\w+/]{6}==\n$/.exec(text.slice(keyOf(found).length))?.[0]
      : undefined;
    if (crc32c) return { bytes: String(found.bytes), crc32c: crc32c.trimEnd() };
    const read = await checksumOfFile(found.path);
    await remember(found, read);
    return read;
  }

  async function remember(found: Found, { crc32c }: Checksum): Promise<void> {
    if (found.bytes <= smallBytes) return;
    const path = sidecarOf(found);
    await mkdir(dirname(path), { recursive: true })
      .then(() => writeFile(path, `${keyOf(found)}${crc32c}\n`))
      .catch(() => undefined);
  }

  async function forget(found: Found): Promise<void> {
    if (found.bytes > smallBytes) await unlink(sidecarOf(found)).catch(() => undefined);
  }

  function sidecarOf({ path }: Found): string {
    return join(folder, relative(root, path));
  }
}

function keyOf({ micros, inode, bytes }: Found): string {
  return `${micros} ${inode} ${bytes} `;
}
