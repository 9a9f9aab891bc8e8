import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionProcess } from "../../../scripts/functions/processes.ts";

/** MiB of a process. */
export interface Memory {
  readonly name: string;
  /** The most that was alive after a collection, in the first half of the looks and in the second. */
  readonly live: readonly [first: number, second: number];
  /** The most that was resident. */
  readonly resident: number;
  /** What its trigger gives it. */
  readonly given: number;
}

/**
 * Memory of functions that are started with `env`, looked at again and again. What is alive shows a leak; what is
 * resident follows how busy a process is.
 */
export interface MemoryWatch {
  readonly env: Readonly<Record<string, string>>;
  /** Until now. */
  of(one: FunctionProcess): Memory;
  close(): void;
}

const MIB = 1024 * 1024;

export function watchMemory(everyMs: number): MemoryWatch {
  const folder = mkdtempSync(join(tmpdir(), "sluice-memory-"));
  const looksOf = (pid: number | undefined) => {
    const file = join(folder, String(pid));
    const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    return lines.map((line) => line.split(" ").map((bytes) => Math.round(Number(bytes) / MIB)));
  };
  return {
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, "live.mjs")).href}`,
      MEMORY_FOLDER: folder,
      MEMORY_EVERY_MS: String(everyMs),
    },
    of({ name, process, trigger }) {
      const looks = looksOf(process.pid);
      if (looks.length < 2) throw new Error(`${name} was not looked at twice`);
      const half = Math.ceil(looks.length / 2);
      const most = (some: readonly (readonly number[])[], column: number) =>
        Math.max(...some.map((look) => look[column] ?? 0));
      const live = [most(looks.slice(0, half), 0), most(looks.slice(half), 0)] as const;
      return { name, live, resident: most(looks, 1), given: trigger.memoryMiB };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
