import { constants } from "node:fs";
import { copyFile, link, lstat, mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { checksumOfFile } from "../ports/checksum.ts";
import { Refused } from "./refused.ts";

/** A folder of its own for one drop: the only place that the drop's children see. */
export interface DropBox {
  readonly folder: string;
  /** Name of the drop inside: the object's own name could be a pattern or a path. */
  readonly input: string;
  readonly bytes: number;
  /** Base64 of the big-endian CRC32C, as Cloud Storage writes it; null where nobody asked. */
  readonly crc32c: string | null;
  /** Refuses if the drop was changed since: it is linked, not copied, where that is possible. */
  verifyUnchanged(): Promise<void>;
  /** Path of a file that a child says it wrote; throws if it is no plain file. */
  pathOf(file: string): Promise<string>;
  remove(): Promise<void>;
}

const INPUT = "drop.parquet";

/** An empty box, for what needs no drop. */
export async function openEmptyBox(scratch: string): Promise<DropBox> {
  const folder = await makeFolder(scratch);
  const nothing = async () => {};
  return {
    folder,
    input: INPUT,
    bytes: 0,
    crc32c: null,
    verifyUnchanged: nothing,
    pathOf: plainFile(folder),
    remove: remover(folder),
  };
}

/** What the store says of the drop's bytes; null: unknown, so they are only counted. */
export interface Expected {
  readonly crc32c: string | null;
}

/**
 * Puts the drop into a new box and counts its checksum, unless nobody `expected` one. Linked where the file system allows (nothing is copied, and the
 * child has no reason to write to its input), else cloned or copied.
 */
export async function openBox(scratch: string, path: string, expected: Expected | null): Promise<DropBox> {
  const folder = await makeFolder(scratch);
  const remove = remover(folder);
  try {
    const source = await realpath(path);
    const target = join(folder, INPUT);
    const before = await stat(source, { bigint: true });
    if (!before.isFile()) throw new Error(`not a file: ${path}`);
    // EXDEV, EPERM, EMLINK …: whatever keeps a link from being made, a copy does as well.
    await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE));
    const counted = expected === null ? null : (await checksumOfFile(target)).crc32c;
    if (expected !== null && expected.crc32c !== null && counted !== expected.crc32c) {
      throw changed(`crc32c is ${counted}, the store says ${expected.crc32c}`);
    }
    return {
      folder,
      input: INPUT,
      bytes: Number(before.size),
      crc32c: counted,
      remove,
      pathOf: plainFile(folder),
      async verifyUnchanged() {
        const after = await stat(target, { bigint: true });
        if (after.size !== before.size || (after.ino === before.ino && after.mtimeNs !== before.mtimeNs)) {
          throw changed("the file was changed while it was read");
        }
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** For its owner alone. */
async function makeFolder(scratch: string): Promise<string> {
  return mkdtemp(join(await realpath(scratch), "box-"));
}

function remover(folder: string): () => Promise<void> {
  // A child that was just killed may still hold a file for a moment.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

function plainFile(folder: string): DropBox["pathOf"] {
  return async (file) => {
    const path = join(folder, file);
    // A child that was taken over could leave a link to anything that this process may read.
    if (!(await lstat(path)).isFile()) throw new Error(`not a plain file: ${path}`);
    return path;
  };
}

function changed(message: string): Refused {
  return new Refused({
    code: "CHECKSUM_MISMATCH",
    message,
    cure: "upload the file again; its bytes changed on the way",
  });
}
