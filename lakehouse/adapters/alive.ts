import { readFileSync } from "node:fs";

/** A process of this machine; one that we may not signal is alive too. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process for good: numbers are given again. `4711 88231`: its number and, where the system tells, when it began. */
export function nameOf(pid: number): string {
  const began = beginOf(pid);
  return began === null ? String(pid) : `${pid} ${began}`;
}

/** Whether the process of that name is alive, and not another one with its number. */
export function isAliveStill(name: string): boolean {
  const [pid = "", began] = name.split(" ");
  if (!isAlive(Number(pid))) return false;
  return began === undefined || beginOf(Number(pid)) === began;
}

/** Ticks since the machine started; null where there is no /proc, or no such process. */
function beginOf(pid: number): string | null {
  try {
    // The program's name stands in brackets, and may hold any character.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
