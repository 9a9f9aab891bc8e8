import { readFileSync } from "node:fs";
import type { FunctionProcess } from "../../../scripts/functions/processes.ts";

/** Resident memory of processes, looked at again and again. */
export interface MemoryWatch {
  /** MiB by process: the most in the first half of the looks, and in the second. */
  halves(): readonly { readonly name: string; readonly first: number; readonly second: number }[];
  stop(): void;
}

export function watchMemory(processes: readonly FunctionProcess[], everyMs = 1_000): MemoryWatch {
  const looks = processes.map(() => [] as number[]);
  const look = () => {
    for (const [index, { process }] of processes.entries()) looks[index]?.push(residentMiB(process.pid ?? 0));
  };
  const timer = setInterval(look, everyMs);
  return {
    halves: () =>
      processes.map(({ name }, index) => {
        const seen = looks[index] ?? [];
        const half = Math.ceil(seen.length / 2);
        return { name, first: Math.max(...seen.slice(0, half)), second: Math.max(...seen.slice(half)) };
      }),
    stop: () => clearInterval(timer),
  };
}

function residentMiB(pid: number): number {
  const [, kib = "0"] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kib) / 1024);
}
