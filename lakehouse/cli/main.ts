import { enableCompileCache } from "node:module";
import { join } from "node:path";

// The process around one call: signals, streams, exit code. Commands are the files of commands/.

// Halves the start of every command. Beside the packages, where only who may change the code may change the cache.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/sluice"));
const { runCli, unread } = await import("./cli.ts");
const { exit } = await import("./exit.ts");

const stop = new AbortController();

process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    stop.abort(unread); // `sluice … | head` has read enough: stop, and say nothing
  });
}

const code = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
});
process.exitCode = stop.signal.reason === unread ? exit.good : code;
