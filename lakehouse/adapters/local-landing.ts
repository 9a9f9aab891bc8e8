import { stat } from "node:fs/promises";
import { checksumOfFile } from "./checksum.ts";

/** A file that somebody put down, with the identity that an object store would give it. */
export interface LandedFile {
  readonly path: string;
  readonly bytes: string;
  readonly crc32c: string;
  /** The file's mtime in microseconds: who writes it again makes a new drop. */
  readonly generation: string;
  /** RFC 3339 UTC of the mtime. */
  readonly created: string;
}

export async function lookAtLanded(path: string): Promise<LandedFile> {
  const found = await stat(path, { bigint: true });
  const { bytes, crc32c } = await checksumOfFile(path);
  return { path, bytes, crc32c, generation: String(found.mtimeNs / 1000n), created: found.mtime.toISOString() };
}
