import { type ChildProcess, spawn } from "node:child_process";
import { link, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobLog, JobPhase, Launch, Launcher } from "../ports.ts";
import { isAliveStill, nameOf } from "./alive.ts";

/** How a host is started on this machine. */
export interface HostCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Working directory; this process's by default. */
  readonly cwd?: string;
}

export interface LocalLauncherOptions {
  /** Where it remembers which process a job is, and what it said. */
  readonly folder: string;
  /** The same folder in words: below the lake. */
  readonly shown: string;
  /** Throws, with the cure, where this machine lacks the host. */
  command(job: Launch): HostCommand;
}

const shownBytes = 4_096;
const shownLines = 10;

/**
 * Launched hosts as processes of this machine that outlive the one that starts them, as Dataflow jobs do. `NAME.1.pid`
 * is the first process that had the job of this name, `NAME.2.pid` the one that was launched after that had ended: each
 * number is taken once, so that of several launchers one wins. `NAME.log` holds what all of them said.
 */
export function createLocalLauncher({ folder, shown, command }: LocalLauncherOptions): Launcher {
  const fileOf = (name: string, number: number) => join(folder, `${name}.${number}.pid`);
  const logOf = (name: string) => join(folder, `${name}.log`);

  return { launch, phase: async (name) => (await latest(name)).phase, log };

  async function latest(name: string): Promise<{ readonly number: number; readonly phase: JobPhase }> {
    let found: string | null = null;
    for (let number = 0; ; number += 1) {
      const next = await readFile(fileOf(name, number + 1), "utf8").catch(absent);
      if (next !== null) found = next;
      else if (found === null) return { number, phase: "absent" };
      else return { number, phase: isAliveStill(found) ? "running" : "ended" };
    }
  }

  async function launch(job: Launch): Promise<void> {
    const { name } = job;
    const { number, phase } = await latest(name);
    if (phase === "running") return;
    const child = await start(job);
    if (child.pid !== undefined && !(await remember(fileOf(name, number + 1), child.pid))) child.kill("SIGKILL");
  }

  async function start(job: Launch): Promise<ChildProcess> {
    const { program, args, cwd } = command(job);
    await mkdir(folder, { recursive: true });
    const said = await open(logOf(job.name), "a");
    try {
      const stdio = ["ignore", said.fd, said.fd] as const;
      const child = spawn(program, args, { detached: true, stdio: [...stdio], ...(cwd !== undefined && { cwd }) });
      await new Promise<void>((started, failed) => child.once("spawn", started).once("error", failed));
      child.unref();
      return child;
    } finally {
      await said.close();
    }
  }

  /** False: another launcher was quicker, and its process has the job. Whole or not at all, so that nobody reads half a number. */
  async function remember(file: string, pid: number): Promise<boolean> {
    const beside = `${file}.${pid}.new`;
    await writeFile(beside, nameOf(pid));
    try {
      await link(beside, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      await rm(beside, { force: true });
    }
  }

  async function log(name: string): Promise<JobLog> {
    return { place: `${shown}/${name}.log`, lines: await lastLines(logOf(name)) };
  }
}

async function lastLines(path: string): Promise<string[]> {
  const file = await open(path).catch(absent);
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - shownBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(shownBytes), 0, shownBytes, start);
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    if (start > 0) lines.shift(); // half a line
    return lines.filter((line) => line.trim() !== "").slice(-shownLines);
  } finally {
    await file.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
