import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { type Checksum, checksumOfFile } from "../../ports/checksum.ts";
import type { Content } from "../../ports.ts";
import { checksumOfBytes } from "../files/checksum.ts";

/** Content that may have to be sent more than once. */
export interface Source extends Checksum {
  readonly size: number;
  /** Bytes from `start` up to `end`, which is not one of them; each piece that goes is told. */
  part(start: number, end: number, sent: () => void): Readable;
}

const PIECE = 256 * 1024;

/** A file up to `wholeBytes` is read once, a larger one for its checksum first. */
export async function sourceOf(content: Content, wholeBytes: number): Promise<Source> {
  if (content.kind === "bytes") return ofBytes(content.bytes);
  const { path } = content;
  const { size } = await stat(path);
  if (size <= wholeBytes) return ofBytes(await readFile(path));
  const part = (start: number, end: number, sent: () => void) =>
    Readable.from(told(createReadStream(path, { start, end: end - 1, highWaterMark: PIECE }), sent));
  return { ...(await checksumOfFile(path)), size, part };
}

function ofBytes(bytes: Uint8Array): Source {
  const part = (start: number, end: number, sent: () => void) => Readable.from(told(pieces(bytes, start, end), sent));
  return { ...checksumOfBytes(bytes), size: bytes.length, part };
}

function* pieces(bytes: Uint8Array, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += PIECE) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(PIECE, end - at));
  }
}

async function* told(chunks: Iterable<Buffer> | AsyncIterable<Buffer>, sent: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    sent();
  }
}
