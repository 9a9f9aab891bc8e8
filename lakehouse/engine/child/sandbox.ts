import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { quoteText, splice } from "../../plan/quote.ts";
import type { Box } from "../protocol.ts";
import { type Database, databaseOn } from "./database.ts";

/** A fresh in-memory DuckDB that sees nothing but its box. */
export interface Sandbox {
  readonly folder: string;
  readonly db: Database;
  close(): void;
}

// An instance takes about 8 ms to make and 1 ms to lock. The next one is made while the child waits for work; it is
// used for one box only, since the folder it may see can be set once.
let spare: Promise<DuckDBInstance> | null = null;

export function prepareInstance(): void {
  spare ??= DuckDBInstance.create(":memory:");
  // Whoever takes it sees the failure; nobody else needs to.
  spare.catch(() => {});
}

/**
 * Opens a box: settings first, the lock last. After the lock no statement can undo a setting, see another folder,
 * load an extension or attach a file outside.
 */
export async function openSandbox(box: Box, session: readonly string[]): Promise<Sandbox> {
  assertLocks(session);
  const taken = spare ?? DuckDBInstance.create(":memory:");
  spare = null;
  const instance = await taken;
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    const spill = join(box.folder, "spill");
    mkdirSync(spill, { recursive: true });
    const places = {
      box: quoteText(`${box.folder}/`),
      spill: quoteText(spill),
      memory: quoteText(`${box.memoryMb}MiB`),
    };
    await connection.run(session.map((text) => splice(text, places)).join(";\n"));
    return { folder: box.folder, db: databaseOn(connection), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A plan whose session forgets the lock must not run: the drop is hostile. Read, not asked: asking costs a statement. */
function assertLocks(session: readonly string[]): void {
  const texts = session.map((text) => text.replaceAll(/\s+/g, "").toLowerCase());
  const locked = texts.at(-1) === "setlock_configuration=true" && texts.includes("setenable_external_access=false");
  if (!locked) throw new RangeError("the session of the plan does not lock its box");
}
