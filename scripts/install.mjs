// Runs an installer: its output is kept for the case that it fails, and a signal ends it before it ends this start.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** A failure that a person can cure: printed as it is, without a stack. */
export class SetupError extends Error {
  exitCode = 3;
}

export const say = (line) => process.stderr.write(`sluice: ${line}\n`);

const signals = ["SIGINT", "SIGTERM"];

/** Exit code and the end of what it said. `alsoOwnedBy` is told its process id: an orphan would fight with the next start's. */
export function run(command, args, { alsoOwnedBy, ...options }) {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let stopped;
    const stop = (signal) => {
      stopped = signal;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, stop);
    const end = (result) => {
      for (const signal of signals) process.removeListener(signal, stop);
      if (stopped) process.exit(128 + constants.signals[stopped]);
      done(result);
    };
    if (child.pid) alsoOwnedBy?.(child.pid);
    child.on("error", (error) => end({ code: 1, output: `${output}\nspawn ${error.code}` }));
    child.on("close", (code) => end({ code, output }));
  });
}

/** Says every ten seconds that it goes on, and how long it took. */
export async function withProgress(what, work) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => say(`still installing, ${seconds()}`), 10_000);
  say(what);
  try {
    const result = await work();
    if (result !== false) say(`ready after ${seconds()}`);
    return result;
  } finally {
    clearInterval(progress);
  }
}

/** The first cure whose sign is in the output, and the lines that tell more. */
export function failure(output, cures, otherwise, isTelling) {
  const cure = cures.find(([sign]) => sign.test(output))?.[1] ?? otherwise;
  const lines = output.split("\n").filter(isTelling);
  return new SetupError([`set-up failed: ${cure}`, ...lines.slice(0, 6).map((line) => `  ${line}`)].join("\n"));
}
