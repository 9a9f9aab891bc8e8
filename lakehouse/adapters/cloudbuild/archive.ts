import { gzipSync } from "node:zlib";
import type { ContextFile } from "../../plan/dataflow/build-context.ts";

const BLOCK = 512;
const LONGEST_PATH = 100;

/**
 * Sources as Cloud Build takes them: a `.tar.gz`, the same bytes on every machine. Nothing of a file but its path and
 * content is told, and nothing is compressed, since machines compress differently.
 */
export function archiveOf(files: readonly ContextFile[]): Buffer {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const members = sorted.flatMap(({ path, bytes }) => [headerOf(path, bytes.length), bytes, padding(bytes.length)]);
  const packed = gzipSync(Buffer.concat([...members, Buffer.alloc(2 * BLOCK)]), { level: 0 });
  packed[9] = 255; // which system wrote it: unknown
  return packed;
}

/** A plain file that everyone may read, as POSIX.1-1988 (ustar) has it. */
function headerOf(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new RangeError(`${path} is longer than ${LONGEST_PATH} bytes`);
  const header = Buffer.alloc(BLOCK);
  const put = (at: number, text: string) => header.write(text, at, "utf8");
  put(0, path);
  put(100, `${octal(0o644, 7)}\0`);
  put(108, `${octal(0, 7)}\0`);
  put(116, `${octal(0, 7)}\0`);
  put(124, `${octal(size, 11)}\0`);
  put(136, `${octal(0, 11)}\0`);
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\u000000");
  // Of the header's bytes, its own taken for blanks.
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}
