import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../../plan/quote.ts";
import { Denied, Unavailable } from "../../ports.ts";
import { chance } from "../random.ts";
import { createDatabase } from "./create-database.ts";

/** The catalog that the file is attached as: fixed, since DuckDB takes a file's own name for a schema's if they are alike. */
export const CATALOG = "sluice_warehouse";

const firstWaitMs = 5;
const longestWaitMs = 40;

/**
 * Attaches the file, made if it is not there, as soon as no other process has it; throws `Unavailable` when that took
 * longer than `patienceMs`. Other processes live in real time, whatever clock this one has.
 */
export async function attach(connection: DuckDBConnection, path: string, patienceMs: number): Promise<void> {
  let waited = 0;
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      await createDatabase(connection, path);
      const only = (await isWritable(path)) ? "" : " (READ_ONLY)";
      await connection.run(`ATTACH ${quoteText(path)} AS ${CATALOG}${only}; USE ${CATALOG}`);
      return;
    } catch (error) {
      if (!isLocked(error)) {
        throw isDenied(error) ? new Denied(`${path} may not be opened`, { cause: error }) : error;
      }
      if (waited >= patienceMs) {
        throw new Unavailable(`${path} was in use by other processes for ${Math.round(waited / 1000)} s`);
      }
      const pause = wait * (0.5 + chance());
      await sleep(pause);
      waited += pause;
    }
  }
}

/** Who may only read it looks without a trace. */
async function isWritable(path: string): Promise<boolean> {
  const may = (place: string) =>
    access(place, constants.W_OK).then(
      () => true,
      () => false,
    );
  return (await may(path)) && may(dirname(path));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function isLocked(error: unknown): boolean {
  return /Could not set lock on file|being used by another process/.test(messageOf(error));
}

function isDenied(error: unknown): boolean {
  return /^IO Error: Cannot open file .*(Permission denied|Read-only file system)/s.test(messageOf(error));
}
