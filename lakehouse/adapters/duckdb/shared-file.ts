import { mkdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Unavailable } from "../../ports.ts";
import { attach, CATALOG, messageOf } from "./attach.ts";
import { connect } from "./connect.ts";

export interface SharedFileOptions {
  /** Memory that DuckDB may use, MiB. */
  readonly memoryMb: number;
  /** How long to wait for other processes, in milliseconds; then `Unavailable`. */
  readonly patienceMs: number;
}

/** A database file that other processes use too: it is attached while there is work, and let go soon after. */
export interface SharedFile {
  /** Runs `task` with nobody else in the file, after all tasks that came before. A task leaves no transaction open. */
  use<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Lets go of the file and of the engine's memory after all tasks; a later `use` takes both again. */
  close(): Promise<void>;
}

// While it is attached nobody else gets in. A publication's jobs follow each other closely and need not attach each
// time; one who works on and on makes room now and then, for longer than others wait between two tries (attach.ts).
const idleMs = 100;
const holdMs = 500;
const roomMs = 60;

// Locks are the process's: a second handle of the same file would not be refused, and would ruin it. So there is one
// handle for a path, whoever asks.
const files = new Map<string, SharedFile>();

/** The one handle that this process has of a file. Options are those of who asked first. */
export async function sharedFile(file: string, options: SharedFileOptions): Promise<SharedFile> {
  await mkdir(dirname(file), { recursive: true });
  const path = await realpath(file).catch(async () => join(await realpath(dirname(file)), basename(file)));
  const shared = files.get(path) ?? new AttachedFile(path, options);
  files.set(path, shared);
  return shared;
}

class AttachedFile implements SharedFile {
  readonly #path: string;
  readonly #options: SharedFileOptions;
  #connection: { readonly connection: DuckDBConnection; close(): void } | null = null;
  /** When it was attached; null: it is not. */
  #since: number | null = null;
  #roomUntil = 0;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string, options: SharedFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  use<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      clearTimeout(this.#idle);
      const connection = await this.#attached();
      try {
        return await task(connection);
      } catch (error) {
        if (isBroken(error)) this.#discard();
        throw error;
      } finally {
        await this.#rest();
      }
    });
  }

  close(): Promise<void> {
    return this.#next(async () => {
      await this.#detach();
      this.#discard();
    });
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #attached(): Promise<DuckDBConnection> {
    this.#connection ??= await connect(this.#path, this.#options.memoryMb);
    const { connection } = this.#connection;
    if (this.#since !== null) return connection;
    const room = this.#roomUntil - performance.now();
    if (room > 0) await sleep(room);
    await attach(connection, this.#path, this.#options.patienceMs).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) this.#discard();
      throw error;
    });
    this.#since = performance.now();
    return connection;
  }

  async #rest(): Promise<void> {
    if (this.#since === null) return;
    if (performance.now() - this.#since >= holdMs) {
      await this.#detach();
      this.#roomUntil = performance.now() + roomMs;
      return;
    }
    this.#idle = setTimeout(() => void this.#next(() => this.#detach()), idleMs).unref();
  }

  /** Detaching writes the log of changes into the file. Where that fails, the log stays beside it and is read later. */
  async #detach(): Promise<void> {
    clearTimeout(this.#idle);
    if (this.#since === null || !this.#connection) return;
    this.#since = null;
    await this.#connection.connection.run(`USE memory; DETACH ${CATALOG}`).catch(() => this.#discard());
  }

  #discard(): void {
    this.#since = null;
    this.#connection?.close();
    this.#connection = null;
  }
}

/** After these DuckDB answers nothing more. */
function isBroken(error: unknown): boolean {
  return /^(FATAL|INTERNAL) Error|has been invalidated/.test(messageOf(error)) || error instanceof Unavailable;
}
