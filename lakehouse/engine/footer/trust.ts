import {
  appendFileSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { readTail } from "../child/tail.ts";
import { refuseMalformed } from "./refuse-malformed.ts";
import { type ColumnNote, rewriteFooter } from "./rewrite.ts";

interface TrustOptions {
  /** See rewriteFooter. */
  readonly bare: boolean;
  /** The longest footer allowed. */
  readonly footerBytes: number;
}

const SUFFIX = 8; // the footer's length, PAR1

/**
 * Takes out of our own copy of a drop what DuckDB must not believe. Can be called again on the same file, bare or not:
 * the first footer is kept beside it, as `<path>.footer`.
 */
export function trustFile(path: string, { bare, footerBytes }: TrustOptions): readonly ColumnNote[] {
  const beside = `${path}.footer`;
  // Ours may be a few bytes longer than the one it comes from.
  const tail = readTail(path, existsSync(beside) ? 2 * footerBytes : footerBytes);
  const kept = existsSync(beside) ? readFileSync(beside) : null;
  const original = kept && comesFrom(tail.footer, kept) ? kept : tail.footer;
  const { footer, columns } = rewrite(original, bare);
  makeOwn(path);
  if (original === tail.footer) writeFileSync(beside, original);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  truncateSync(path, tail.bytes - SUFFIX - tail.footer.length);
  appendFileSync(path, Buffer.concat([footer, length, Buffer.from("PAR1")]));
  return columns;
}

function rewrite(footer: Uint8Array, bare: boolean): ReturnType<typeof rewriteFooter> {
  return refuseMalformed(() => rewriteFooter(footer, { bare }));
}

/** What is kept may be from an earlier file of the same name. */
function comesFrom(footer: Uint8Array, kept: Uint8Array): boolean {
  return [false, true].some((bare) => Buffer.compare(rewrite(kept, bare).footer, footer) === 0);
}

/** A file of two names is somebody else's too, who did not ask for a new footer. */
function makeOwn(path: string): void {
  const { nlink } = lstatSync(path);
  if (nlink === 1) return;
  const copy = `${path}.own`;
  copyFileSync(path, copy, constants.COPYFILE_FICLONE);
  chmodSync(copy, 0o600);
  renameSync(copy, path);
}
