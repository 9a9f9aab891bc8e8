import { chmodSync, closeSync, constants, copyFileSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Footer } from "./footer.ts";

const TRUE = 0x11; // field 1, boolean true
const FALSE = 0x12;
const COPY = "nanos.parquet";

/**
 * DuckDB reads nanoseconds in UTC as microseconds and says nothing of the digits it drops; those without a zone it
 * keeps. So a copy of the drop is read, whose footer says that they have none: the session's zone is UTC, the instants
 * are the same, and the plan's conversion sees what would be lost. Gives the name of the file to read.
 */
export function keepNanos(folder: string, input: string, { schema }: Footer, footerStart: number): string {
  const places = schema.flatMap(({ utcNanosAt }) => (utcNanosAt === null ? [] : [footerStart + utcNanosAt]));
  if (places.length === 0) return input;
  // A copy, never the drop itself: it may be a link to the store's own file.
  copyFileSync(join(folder, input), join(folder, COPY), constants.COPYFILE_FICLONE);
  chmodSync(join(folder, COPY), 0o600);
  const file = openSync(join(folder, COPY), "r+");
  try {
    for (const place of places) flip(file, place);
  } finally {
    closeSync(file);
  }
  return COPY;
}

function flip(file: number, place: number): void {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, place);
  if (byte[0] !== TRUE) return; // spelled in the long form, which no writer uses
  byte[0] = FALSE;
  writeSync(file, byte, 0, 1, place);
}
