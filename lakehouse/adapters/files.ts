import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, open, readFile, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Content, ObjectMeta, Objects } from "../ports.ts";
import { PreconditionFailed } from "../ports.ts";
import { pathOfName } from "./object-names.ts";
import { createSidecars, versionOf } from "./sidecars.ts";
import { walk } from "./walk.ts";

/** Folder of the store's own files below its root; object names cannot lead into it. */
export const ownFolder = ".sluice";

const openAtOnce = 64;

/**
 * Objects as files below `root`. A file appears whole or not at all, because it is written beside, flushed, and then
 * linked to its name, which fails if the name is taken. Generation and creation time are the file's mtime.
 */
export function createFileObjects(root: string): Objects {
  const beside = join(root, ownFolder, "new");
  const sidecars = createSidecars(join(root, ownFolder, "meta"));
  const fileOf = (name: string) => join(root, pathOfName(name));

  return { stat: metaOf, read, list, create, local };

  async function metaOf(name: string): Promise<ObjectMeta | null> {
    const found = await stat(fileOf(name), { bigint: true }).catch(absent);
    if (!found?.isFile()) return null;
    const version = versionOf(found);
    const { bytes, crc32c } = await sidecars.read(pathOfName(name), version, fileOf(name));
    return { name, generation: version.generation, bytes, crc32c, created: found.mtime.toISOString() };
  }

  async function read(name: string): Promise<Uint8Array> {
    return new Uint8Array(await readFile(fileOf(name)));
  }

  async function list(prefix: string): Promise<ObjectMeta[]> {
    const names = (await walk(root, prefix)).filter((name) => name.startsWith(prefix));
    const found: (ObjectMeta | null)[] = [];
    for (let start = 0; start < names.length; start += openAtOnce) {
      found.push(...(await Promise.all(names.slice(start, start + openAtOnce).map(metaOf))));
    }
    return found.filter((meta) => meta !== null);
  }

  async function create(name: string, content: Content): Promise<ObjectMeta> {
    const target = fileOf(name);
    if (await stat(target).catch(absent)) throw new PreconditionFailed(name);
    const temporary = await stage(content);
    try {
      const found = await stat(temporary, { bigint: true });
      const version = versionOf(found);
      await sidecars.write(pathOfName(name), version, temporary);
      await publish(temporary, target, name);
      const meta = await metaOf(name);
      if (!meta) throw new Error(`${name} was written and is gone`);
      return meta;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** A flushed file with the content in the store's own folder, with a fresh mtime of whole microseconds. */
  async function stage(content: Content): Promise<string> {
    await mkdir(beside, { recursive: true });
    const path = join(beside, `${process.pid}-${randomBytes(8).toString("hex")}`);
    await fill(path, content);
    const now = (performance.timeOrigin + performance.now()) / 1000;
    await utimes(path, now, now);
    const file = await open(path, "r+");
    await file.sync().finally(() => file.close());
    return path;
  }

  async function publish(temporary: string, target: string, name: string): Promise<void> {
    await mkdir(dirname(target), { recursive: true });
    await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? new PreconditionFailed(name) : error;
    });
    await flushFolder(dirname(target));
  }

  async function local(name: string): Promise<string> {
    const path = fileOf(name);
    if (!(await stat(path).catch(absent))) throw new Error(`object ${name} is not there`);
    return path;
  }
}

async function fill(path: string, content: Content): Promise<void> {
  if (content.kind === "bytes") {
    const file = await open(path, "wx");
    return file.writeFile(content.bytes).finally(() => file.close());
  }
  if (content.kind === "move" && (await linked(content.path, path))) return rm(content.path);
  await copyFile(content.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  if (content.kind === "move") await rm(content.path);
}

/** False where the two lie on different file systems. */
function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EXDEV" || error.code === "EPERM") return false;
      throw error;
    },
  );
}

/** Makes the new name itself survive a power cut; not every system lets a folder be opened. */
async function flushFolder(folder: string): Promise<void> {
  const opened = await open(folder).catch(() => null);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
