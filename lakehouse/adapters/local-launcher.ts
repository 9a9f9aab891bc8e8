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

/** Launched hosts as processes of this machine that outlive the one that starts them, as Dataflow jobs do. */
export function createLocalLauncher({ folder, command }: LocalLauncherOptions): Launcher {
  const [program, ...args] = command;
  const fileOf = (name: string) => join(folder, `${name}.pid`);

  return { launch, phase };

  async function phase(name: string): Promise<JobPhase> {
    const pid = await readFile(fileOf(name), "utf8").catch(absent);
    if (pid === null) return "absent";
    return isAlive(Number(pid)) ? "running" : "ended";
  }

  async function launch({ name, manifest }: Launch): Promise<void> {
    const present = await phase(name);
    if (present === "running") return;
    if (present === "ended") await rm(fileOf(name), { force: true });
    await mkdir(folder, { recursive: true });
    const child = spawn(program, [...args, manifest], { detached: true, stdio: "ignore" });
    await new Promise<void>((started, failed) => child.once("spawn", started).once("error", failed));
    child.unref();
    if (child.pid !== undefined && !(await remember(name, child.pid))) child.kill("SIGKILL");
  }

  /** False: another launcher was quicker, and its process has the job. Whole or not at all, so that nobody reads half a number. */
  async function remember(name: string, pid: number): Promise<boolean> {
    const beside = join(folder, `${name}.${pid}.new`);
    await writeFile(beside, String(pid));
    try {
      await link(beside, fileOf(name));
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
