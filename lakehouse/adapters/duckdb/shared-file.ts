import { constants } from "node:fs";
import { access, mkdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { quoteText } from "../../plan/quote.ts";
import { Denied, Unavailable } from "../../ports.ts";
import { createDatabase } from "./create-database.ts";

/** The catalog that the file is attached as: fixed, since DuckDB takes a file's own name for a schema's if they are alike. */
export const CATALOG = "sluice_warehouse";

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
// time; one who works on and on makes room now and then, for longer than others wait between two tries.
const idleMs = 100;
const holdMs = 500;
const roomMs = 60;
const firstWaitMs = 5;
const longestWaitMs = 40;

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
    await this.#attach(connection);
    this.#since = performance.now();
    return connection;
  }

  /** Tries until nobody else has it. Other processes live in real time, whatever clock this one has. */
  async #attach(connection: DuckDBConnection): Promise<void> {
    const { patienceMs } = this.#options;
    let waited = 0;
    for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
      try {
        await createDatabase(connection, this.#path);
        const only = (await isWritable(this.#path)) ? "" : " (READ_ONLY)";
        await connection.run(`ATTACH ${quoteText(this.#path)} AS ${CATALOG}${only}; USE ${CATALOG}`);
        return;
      } catch (error) {
        if (!isLocked(error)) {
          this.#discard();
          throw isDenied(error) ? new Denied(`${this.#path} may not be opened`, { cause: error }) : error;
        }
        if (waited >= patienceMs) {
          throw new Unavailable(`${this.#path} was in use by other processes for ${Math.round(waited / 1000)} s`);
        }
        const pause = wait * (0.5 + Math.random());
        await sleep(pause);
        waited += pause;
      }
    }
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

async function connect(path: string, memoryMb: number) {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MiB`,
    temp_directory: `${path}.tmp`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function isLocked(error: unknown): boolean {
  return /Could not set lock on file|being used by another process/.test(messageOf(error));
}

function isDenied(error: unknown): boolean {
  return /^IO Error: Cannot open file .*(Permission denied|Read-only file system)/s.test(messageOf(error));
}

/** After these DuckDB answers nothing more. */
function isBroken(error: unknown): boolean {
  return /^(FATAL|INTERNAL) Error|has been invalidated/.test(messageOf(error)) || error instanceof Unavailable;
}
