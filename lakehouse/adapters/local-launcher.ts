import { spawn } from "node:child_process";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobPhase, Launch, Launcher } from "../ports.ts";
import { isAlive } from "./alive.ts";

export interface LocalLauncherOptions {
  /** Where it remembers which process a job is. */
  readonly folder: string;
  /** Program and arguments; the manifest's name is put behind. */
  readonly command: readonly [program: string, ...args: string[]];
}

/**
 * Launched hosts as processes of this machine that outlive the one that starts them, as Dataflow jobs do. `NAME.1.pid`
 * is the first process that had the job of this name, `NAME.2.pid` the one that was launched after that had ended: each
 * number is taken once, so that of several launchers one wins.
 */
export function createLocalLauncher({ folder, command }: LocalLauncherOptions): Launcher {
  const [program, ...args] = command;
  const fileOf = (name: string, number: number) => join(folder, `${name}.${number}.pid`);

  return { launch, phase: async (name) => (await latest(name)).phase };

  async function latest(name: string): Promise<{ readonly number: number; readonly phase: JobPhase }> {
    let found: string | null = null;
    for (let number = 0; ; number += 1) {
      const next = await readFile(fileOf(name, number + 1), "utf8").catch(absent);
      if (next !== null) found = next;
      else if (found === null) return { number, phase: "absent" };
      else return { number, phase: isAlive(Number(found)) ? "running" : "ended" };
    }
  }

  async function launch({ name, manifest }: Launch): Promise<void> {
    const { number, phase } = await latest(name);
    if (phase === "running") return;
    await mkdir(folder, { recursive: true });
    const child = spawn(program, [...args, manifest], { detached: true, stdio: "ignore" });
    await new Promise<void>((started, failed) => child.once("spawn", started).once("error", failed));
    child.unref();
    if (child.pid !== undefined && !(await remember(fileOf(name, number + 1), child.pid))) child.kill("SIGKILL");
  }

  /** False: another launcher was quicker, and its process has the job. Whole or not at all, so that nobody reads half a number. */
  async function remember(file: string, pid: number): Promise<boolean> {
    const beside = `${file}.${pid}.new`;
    await writeFile(beside, String(pid));
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
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
