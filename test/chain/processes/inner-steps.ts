import { type PathLike, writeFileSync } from "node:fs";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import type { Watch } from "./watch.ts";

// The steps inside a port call are those of Node and DuckDB themselves: they are watched where these modules hand them
// out, so that no product code knows of it. Only for a process that does nothing else.

const changes = ["link", "unlink", "copyFile", "utimes", "rename"] as const;

export function watchDisk(watch: Watch): void {
  for (const name of changes) {
    const original = files[name] as (...given: unknown[]) => Promise<unknown>;
    Object.assign(files, {
      [name]: (...given: unknown[]) => {
        watch.inner(name);
        return original(...given);
      },
    });
  }
  const write = files.writeFile;
  files.writeFile = (path, content, options) => {
    watch.inner("writeFile", () => writeHalf(path as PathLike, content));
    return write(path, content, options);
  };
  syncBuiltinESMExports();
}

function writeHalf(path: PathLike, content: unknown): void {
  const bytes = Buffer.from(content as Uint8Array | string);
  writeFileSync(path, bytes.subarray(0, Math.ceil(bytes.length / 2)));
}

/** Statements that change something. A commit may also die while it is being done. */
export function watchDatabase(watch: Watch): void {
  const run = DuckDBConnection.prototype.run;
  DuckDBConnection.prototype.run = function (this: DuckDBConnection, ...given: Parameters<typeof run>) {
    const [word = ""] = /^\s*[A-Z]+/i.exec(given[0]) ?? [];
    const what = word.trim().toUpperCase();
    if (!reads.has(what)) watch.inner(what);
    const running = watch.untold(() => run.apply(this, given));
    if (what === "COMMIT") watch.inner("COMMIT, begun");
    return running;
  };
  const runPrepared = DuckDBPreparedStatement.prototype.run;
  DuckDBPreparedStatement.prototype.run = function (this: DuckDBPreparedStatement) {
    watch.inner("statement");
    return runPrepared.call(this);
  };
}

const reads: ReadonlySet<string> = new Set(["SELECT", "FROM", "SET", "USE", "ATTACH", "DETACH", "BEGIN"]);
