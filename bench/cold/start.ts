import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { type Place, startFunction } from "../../scripts/functions/processes.ts";
import type { EventRequest } from "../../test/fakes/eventarc/event.ts";

/** Seconds from the start of the process. */
export interface Started {
  /** It takes requests. */
  readonly ready: number;
  /** The first one is answered. */
  readonly answered: number;
  readonly rssMb: number | null;
}

/** `on-drop` as the buildpack starts it, with its first event, in a process that is ended afterwards. */
export async function startOnDrop(place: Place, event: EventRequest): Promise<Started> {
  const lines: string[] = [];
  const onLine = (_: string, line: string) => void lines.push(line);
  const started = performance.now();
  const { url, process, stop } = await startFunction({ ...place, onLine }, "on-drop");
  try {
    const ready = performance.now() - started;
    const { status } = await fetch(url, { method: "POST", ...event });
    const answered = performance.now() - started;
    if (status >= 300) throw new Error(`on-drop answers ${status}: ${lines.join("\n").slice(-2000)}`);
    return { ready: ready / 1000, answered: answered / 1000, rssMb: peakOf(process.pid) };
  } finally {
    await stop("SIGKILL");
  }
}

function peakOf(pid: number | undefined): number | null {
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
