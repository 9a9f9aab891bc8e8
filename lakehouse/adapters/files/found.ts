import type { BigIntStats } from "node:fs";

/** One file, as it is at one moment. */
export interface Found {
  readonly path: string;
  /** Its mtime, microseconds since 1970: generation and, but for the last three digits, creation time. */
  readonly micros: bigint;
  readonly bytes: bigint;
  /** Tells two files apart as long as both exist. */
  readonly inode: bigint;
  /** Its atime, seconds since 1970. */
  readonly seconds: bigint;
}

export function foundAt(path: string, { mtimeNs, atimeNs, size, ino }: BigIntStats): Found {
  const micros = mtimeNs < 1000n ? 1n : mtimeNs / 1000n; // generation 0 would mean that there is none
  return { path, micros, bytes: size, inode: ino, seconds: atimeNs / 1_000_000_000n };
}

/** Whether it is still the same file with the same content. */
export function isSame(a: Found, b: Found | null): boolean {
  return b !== null && a.inode === b.inode && a.micros === b.micros && a.bytes === b.bytes;
}

export function createdOf({ micros }: Found): string {
  return new Date(Number(micros / 1000n)).toISOString();
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
