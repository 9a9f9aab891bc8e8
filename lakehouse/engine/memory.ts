import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const PAGE = 4096;

/** Resident bytes of a process; 0 where it is gone. */
export function residentBytes(pid: number): number {
  try {
    if (process.platform === "linux") return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE;
    if (process.platform === "win32") return 0; // no cheap way; the limits of DuckDB and of the heap remain
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
  } catch {
    return 0;
  }
}
