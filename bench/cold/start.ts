import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

export interface FunctionToStart {
  /** Where the archive is unpacked and installed. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its first request. */
  readonly event: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** Seconds from the start of the process. */
export interface Started {
  /** It takes requests. */
  readonly ready: number;
  /** The first one is answered. */
  readonly answered: number;
  readonly status: number;
  readonly rssMb: number | null;
}

const PATIENCE_MS = 120_000;

/** As the buildpack starts it, in a process that is ended afterwards. */
export async function startFunction({ folder, env, event }: FunctionToStart): Promise<Started> {
  const port = await freePort();
  const bin = join(folder, "node_modules/@google-cloud/functions-framework/build/src/main.js");
  const around = { PATH: process.env.PATH ?? "", NODE_ENV: "production", PORT: String(port), ...env };
  const started = performance.now();
  const child = spawn(process.execPath, [bin], { cwd: folder, env: around, stdio: ["ignore", "pipe", "pipe"] });
  const said = listen(child);
  try {
    await untilOpen(port, child, said);
    const ready = performance.now() - started;
    const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", ...event });
    const answered = performance.now() - started;
    if (status >= 300) throw new Error(`the function answers ${status}: ${said().slice(-2000)}`);
    return { ready: ready / 1000, answered: answered / 1000, status, rssMb: peakOf(child) };
  } finally {
    child.kill("SIGKILL");
  }
}

function listen(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return () => said;
}

async function untilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`the function ended with ${child.exitCode}: ${said().slice(-2000)}`);
    if (performance.now() > until) throw new Error(`the function takes no requests: ${said().slice(-2000)}`);
    await setTimeout(2);
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

function peakOf({ pid }: ChildProcess): number | null {
  if (process.platform !== "linux" || pid === undefined) return null;
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** What files the system keeps in memory it forgets, as on a machine that has just begun; false: it may not be told so. */
export function forgetFiles(): boolean {
  spawnSync("sync"); // what is not written yet cannot be forgotten
  try {
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    return true;
  } catch {
    return false;
  }
}
