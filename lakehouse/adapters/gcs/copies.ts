import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { hashText } from "../../plan/names.ts";
import { token } from "../random.ts";

export interface LocalCopies {
  /** Path of a copy of what `version` names, which is filled once for all who ask at a time. */
  take(version: string, bytes: number, fill: (path: string) => Promise<void>): Promise<string>;
  /** Once for each `take`. */
  forget(path: string): Promise<void>;
}

interface Copy {
  readonly path: string;
  readonly bytes: number;
  readonly filled: Promise<void>;
  holders: number;
}

/**
 * Files in a folder, under names that nobody outside can choose. A copy that somebody holds stays. Of those that nobody
 * holds the last ones stay, up to `keepBytes`: where a function runs, the folder is memory.
 */
export function createLocalCopies(folder: string, keepBytes: number): LocalCopies {
  /** By version; those that were let go last stand last. */
  const copies = new Map<string, Copy>();

  return { take, forget };

  async function take(version: string, bytes: number, fill: (path: string) => Promise<void>): Promise<string> {
    const copy = copies.get(version) ?? begin(version, bytes, fill);
    copies.set(version, copy);
    copy.holders += 1;
    try {
      await copy.filled;
      return copy.path;
    } catch (error) {
      if (copies.get(version) === copy) copies.delete(version);
      throw error;
    }
  }

  /** No path is used twice: one that was let go may be on its way out. */
  function begin(version: string, bytes: number, fill: (path: string) => Promise<void>): Copy {
    const path = join(folder, `${hashText(version).slice(0, 32)}-${token()}`);
    const filled = mkdir(folder, { recursive: true })
      .then(() => fill(path))
      .catch(async (error: unknown) => {
        await rm(path, { force: true });
        throw error;
      });
    return { path, bytes, filled, holders: 0 };
  }

  async function forget(path: string): Promise<void> {
    const [version, copy] = [...copies].find(([, each]) => each.path === path && each.holders > 0) ?? [];
    if (version === undefined || !copy) return;
    copy.holders -= 1;
    if (copy.holders > 0) return;
    copies.delete(version);
    copies.set(version, copy);
    await clearAway();
  }

  async function clearAway(): Promise<void> {
    const idle = [...copies].filter(([, { holders }]) => holders === 0);
    let left = idle.reduce((sum, [, { bytes }]) => sum + bytes, 0);
    for (const [version, { path, bytes }] of idle) {
      if (left <= keepBytes) return;
      left -= bytes;
      copies.delete(version);
      await rm(path, { force: true });
    }
  }
}
