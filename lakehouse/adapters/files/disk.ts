import { statSync } from "node:fs";
import { link, mkdir, open, stat, unlink, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf, type Found, foundAt } from "./found.ts";

/** The steps that objects are made of. Each is atomic for every process of the machine; between two, anything may happen. */
export interface Disk {
  /** Null: there is no file. */
  look(path: string): Promise<Found | null>;
  /** A second name for a file. False: the name is taken. */
  link(from: string, to: string): Promise<boolean>;
  /** Gone already is as good. */
  remove(path: string): Promise<void>;
  /** Sets mtime, in microseconds, and atime, in seconds; after it the file survives a power cut. */
  stamp(path: string, micros: bigint, seconds: bigint): Promise<Found>;
  /** Makes the names in a folder survive one. */
  flushFolder(path: string): Promise<void>;
}

/** Not `durable`: nothing waits for the disk. A power cut may lose what was written, a process that is killed does not. */
export function createDisk(durable: boolean): Disk {
  const flushFile = durable ? flush : async () => undefined;
  const flushFolder = durable ? (path: string) => flush(path).catch(() => undefined) : flushFile; // not every system can

  return { look, link: linkTo, remove, stamp, flushFolder };

  async function linkTo(from: string, to: string): Promise<boolean> {
    try {
      await link(from, to).catch(async (error) => {
        if (codeOf(error) !== "ENOENT") throw error;
        await makeFolder(dirname(to));
        await link(from, to);
      });
    } catch (error) {
      if (codeOf(error) === "ENOTDIR" || (codeOf(error) === "EEXIST" && (await isFolder(to)))) {
        throw new RangeError(`${to}: on a file system an object cannot be the folder of others`);
      }
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
    await flushFolder(dirname(to));
    return true;
  }

  async function stamp(path: string, micros: bigint, seconds: bigint): Promise<Found> {
    // Half a microsecond more, because a number of seconds is a float, and what comes out is cut off.
    await utimes(path, Number(seconds), (Number(micros) + 0.5) / 1e6);
    const found = await look(path);
    if (found?.micros !== micros) throw new Error(`${path}: a lake needs a file system that keeps microseconds`);
    await flushFile(path);
    return found;
  }

  async function makeFolder(folder: string): Promise<void> {
    const highest = await mkdir(folder, { recursive: true });
    if (highest === undefined) return;
    for (let made = folder; made.length >= highest.length; made = dirname(made)) await flushFolder(dirname(made));
  }
}

/** A look takes 4 microseconds; if the thread pool did it, ten times as long. */
async function look(path: string): Promise<Found | null> {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats?.isFile() ? foundAt(path, stats) : null;
  } catch (error) {
    if (codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function flush(path: string): Promise<void> {
  const opened = await open(path, process.platform === "win32" ? "r+" : "r");
  await opened.sync().finally(() => opened.close());
}
