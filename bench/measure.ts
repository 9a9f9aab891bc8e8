import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What one run of a program cost. Null: this system does not tell. */
export interface Cost {
  /** Wall clock of the job itself, as the program measured it: its start-up is not in it. */
  readonly seconds: number;
  /** User and system time of the program and all its descendants, start-up included. */
  readonly cpuSeconds: number | null;
  /** The greatest resident size that any one of these processes had. */
  readonly rssMb: number | null;
}

export interface Run<T> extends Cost {
  readonly said: T;
}

const POLL_MS = 20;
const TICKS_PER_SECOND = 100;

/** Runs a program whose last line on stdout is JSON with at least `seconds`; nothing else may run as our child then. */
export async function runProgram<T extends { seconds: number }>(
  command: string,
  args: readonly string[],
): Promise<Run<T>> {
  const before = reapedTicks();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const peaks = new Map<number, number>();
  const watch = setInterval(() => child.pid && notePeaks(child.pid, peaks), POLL_MS);
  let output = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ""} ended with ${code}: ${complaint.slice(-2000)}`);
  const said = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as T;
  const after = reapedTicks();
  return {
    seconds: said.seconds,
    cpuSeconds: before === null || after === null ? null : (after - before) / TICKS_PER_SECOND,
    rssMb: peaks.size === 0 ? null : Math.max(...peaks.values()) / 1024,
    said,
  };
}

/** Processor ticks of all descendants that have ended and were waited for; null where there is no /proc. */
function reapedTicks(): number | null {
  const fields = statFields("self");
  return fields && Number(fields[13]) + Number(fields[14]);
}

/** Fields of /proc/…/stat after the program's name, which may itself hold spaces; [1] is the parent. */
function statFields(pid: number | "self"): readonly string[] | null {
  const text = readProc(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function notePeaks(root: number, peaks: Map<number, number>): void {
  for (const pid of descendants(root)) {
    const peak = readProc(`/proc/${pid}/status`)?.match(/VmHWM:\s+(\d+) kB/)?.[1];
    if (peak) peaks.set(pid, Number(peak));
  }
}

function descendants(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of pids()) {
    const fields = statFields(Number(name));
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const isOurs = (pid: number | undefined): boolean => pid !== undefined && (pid === root || isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs);
}

function pids(): readonly string[] {
  return process.platform === "linux" ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // it ended while we looked, or there is no /proc here
  }
}
