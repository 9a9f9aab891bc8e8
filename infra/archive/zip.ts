import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import type { ArchiveFile } from "../archive.ts";

/** A plain file that everyone may read, wherever it was made. */
const MODE = 0o100644;

/**
 * The same bytes on every machine: nothing of a file but its path and content is told. Stored as it is, since machines
 * compress differently, and a build unpacks it at once.
 */
export async function zipOf(files: readonly ArchiveFile[]): Promise<Uint8Array> {
  const zip = new ZipFile();
  // Written as the hands of a clock stand, whatever the time zone: the first instant that the format knows.
  const mtime = new Date(1980, 0, 1);
  for (const { path, bytes } of files) {
    zip.addBuffer(Buffer.from(bytes), path, { mtime, mode: MODE, compress: false, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}
