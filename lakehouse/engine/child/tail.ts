import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { CURE, refuse } from "../refused.ts";

const SMALLEST = 12; // PAR1, an empty footer, its length, PAR1

/** The file's footer and size; refuses what is no Parquet by its first and last bytes, before any parser sees it. */
export function readTail(path: string, footerLimit: number): { readonly footer: Uint8Array; readonly bytes: number } {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size === 0) refuse("FILE_EMPTY", "the file has no bytes", "upload it again; the writer may have died");
    const head = readAt(file, 0, 4);
    const tail = readAt(file, Math.max(0, size - 8), 8);
    const end = tail.subarray(-4).toString("latin1");
    if (end === "PARE" || head.toString("latin1") === "PARE") {
      refuse("ENCRYPTED", "the footer is encrypted", CURE.writePlain);
    }
    const cure = "upload Parquet files; a name ending in .parquet does not make one";
    if (head.toString("latin1") !== "PAR1") {
      refuse("NOT_PARQUET", `the file starts with ${printable(head)} and not with PAR1`, cure);
    }
    if (size < SMALLEST) refuse("NOT_PARQUET", `the file has ${size} bytes, fewer than any Parquet file`, cure);
    if (end !== "PAR1") {
      refuse("TRUNCATED", "the file starts as Parquet but has no footer at its end", "upload the whole file again");
    }
    const length = tail.readUInt32LE(0);
    checkLength(length, size, footerLimit);
    return { footer: readAt(file, size - 8 - length, length), bytes: size };
  } finally {
    closeSync(file);
  }
}

function checkLength(footer: number, size: number, limit: number): void {
  if (footer === 0) refuse("CORRUPT", "the footer is empty", CURE.writeAgain);
  if (footer > size - SMALLEST) {
    const message = `the footer claims ${footer} bytes, the file has ${size}`;
    refuse("TRUNCATED", message, "upload the whole file again");
  }
  if (footer > limit) {
    const message = `the footer has ${footer} bytes, ${limit} are allowed`;
    refuse("TOO_COMPLEX", message, "write fewer columns and row groups, and no large key-value metadata");
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

function printable(bytes: Buffer): string {
  return [...bytes]
    .map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`))
    .join("");
}
