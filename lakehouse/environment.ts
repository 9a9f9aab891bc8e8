import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createFileObjects, ownFolder } from "./adapters/files.ts";
import { type LakeSql, openLakeSql } from "./adapters/lake-sql.ts";
import { lookAtLanded } from "./adapters/local-landing.ts";
import { type Environment, LOCAL } from "./plan/environment.ts";
import type { Clock, LandedFile, Objects } from "./ports.ts";

/** The laptop: everything that the chain needs from outside, in one folder. */
export interface Laptop {
  readonly place: Environment;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly engine: EnginePlace;
  landed(path: string): Promise<LandedFile>;
  sql(files: readonly string[], setup: readonly string[]): Promise<LakeSql>;
  /** Removes what was only needed while working. */
  close(): Promise<void>;
}

/** What the engine needs to know of this machine; its limits are its own. */
export interface EnginePlace {
  readonly workers: number;
  readonly scratch: string;
}

export interface LaptopOptions {
  /** Folder of the lake, absolute. */
  readonly lake: string;
  readonly workers?: number | undefined;
}

export async function openLaptop({ lake, workers = availableParallelism() }: LaptopOptions): Promise<Laptop> {
  const scratch = await freshScratch(join(lake, ownFolder, "scratch"));
  return {
    place: LOCAL,
    objects: createFileObjects(lake),
    clock: { now: () => new Date().toISOString() },
    engine: { workers, scratch },
    landed: lookAtLanded,
    sql: (files, setup) => openLakeSql(files, setup, scratch),
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}

export function environmentNamed(id: string): Environment | null {
  return environments.find((environment) => environment.id === id) ?? null;
}

export const environments: readonly Environment[] = [LOCAL];

/** A folder of this process, on the lake's own disk so that files move instead of being copied. */
async function freshScratch(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await removeOrphans(folder);
  return mkdtemp(join(folder, `${process.pid}-`));
}

/** Who was killed could not clean up. */
async function removeOrphans(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
