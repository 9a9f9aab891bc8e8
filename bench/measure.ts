import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What one run of a program cost. Null: this system does not tell. */
export interface Cost {
  /** Wall clock. */
  readonly seconds: number;
  /** User and system time of the program and all its descendants, start-up included. */
  readonly cpuSeconds: number | null;
  /** The greatest resident size that any one of these processes had. */
  readonly rssMb: number | null;
}

export interface Run<T> extends Cost {
  readonly said: T;
}

export interface Ended extends Cost {
  readonly stdout: string;
  /** The greatest resident sizes of all these processes, added up. */
  readonly rssSumMb: number | null;
}

const POLL_MS = 20;
const TICKS_PER_SECOND = 100;

/** Runs a program whose last line on stdout is JSON with its own `seconds`: its start-up is not in them. */
export async function runProgram<T extends { seconds: number }>(
  command: string,
  args: readonly string[],
): Promise<Run<T>> {
  const { stdout, cpuSeconds, rssMb } = await runCommand(command, args);
  const said = lastLine<T>(stdout);
  return { seconds: said.seconds, cpuSeconds, rssMb, said };
}

/** Runs a command from its start to its end; nothing else may run as our child then. */
export async function runCommand(command: string, args: readonly string[], cwd?: string): Promise<Ended> {
  const before = reapedTicks();
  const started = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...(cwd !== undefined && { cwd }) });
  const peaks = new Map<number, number>();
  const watch = setInterval(() => child.pid && notePeaks(child.pid, peaks), POLL_MS);
  let stdout = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ""} ended with ${code}: ${complaint.slice(-2000)}`);
  const after = reapedTicks();
  const kilobytes = [...peaks.values()];
  return {
    stdout,
    seconds,
    cpuSeconds: before === null || after === null ? null : (after - before) / TICKS_PER_SECOND,
    rssMb: kilobytes.length === 0 ? null : Math.max(...kilobytes) / 1024,
    rssSumMb: kilobytes.length === 0 ? null : kilobytes.reduce((sum, peak) => sum + peak) / 1024,
  };
}

/** Of what a program printed, which is JSON. */
export function lastLine<T>(stdout: string): T {
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as T;
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
