import { open } from "node:fs/promises";
import type { Clock, ObjectMeta, ObjectRead, Objects, Precondition } from "../ports.ts";
import { ObjectNotFound, PreconditionFailed } from "../ports.ts";
import { checksumOfBytes } from "./files/checksum.ts";
import { datedBy } from "./files/dating.ts";
import { codeOf, type Found, foundAt, isSame } from "./files/found.ts";
import { holds } from "./files/generations.ts";
import { type FileStoreOptions, metaOf, openFileStore } from "./files/store.ts";

export { ownFolder } from "./files/slots.ts";
export type { FileStoreOptions } from "./files/store.ts";

type Wanted = { readonly generation: string };

/**
 * Objects as files below `root`, one for each generation: `x` is the first, `x~2` the one that took its place. A file
 * appears whole or not at all, because it is written beside, flushed, and then linked to its name, which fails if the
 * name is taken. Generation and creation time are the file's mtime, so copy a lake with its times (`cp -a`) and with
 * its `.sluice` folder. Any file that people put down is an object too, unless one of its name was removed before.
 */
export function createFileObjects(root: string, clock: Pick<Clock, "now">, options: FileStoreOptions = {}): Objects {
  const store = openFileStore(root, options);
  const date = datedBy(clock);

  return {
    stat,
    read,
    list: (prefix, startAt = "") => store.list(prefix, startAt),
    write: (name, content, precondition) => store.put(name, content, precondition, date),
    copy,
    remove: (name, precondition) => store.remove(name, precondition),
    local: async (name, wanted) => (await store.present(name, wanted)).path,
    time: async () => clock.now(),
  };

  async function stat(name: string, precondition: Precondition = {}): Promise<ObjectMeta | null> {
    for (;;) {
      const { present } = await store.head(name);
      if (!holds(present, precondition)) throw new PreconditionFailed(name);
      const meta = present && (await store.describe(name, present));
      if (meta || !present) return meta;
    }
  }

  async function read(name: string, wanted?: Wanted): Promise<ObjectRead> {
    for (;;) {
      const found = await store.present(name, wanted);
      const bytes = await bytesOf(found);
      if (bytes) return { bytes, meta: metaOf(name, found, checksumOfBytes(bytes)) };
    }
  }

  async function copy(from: Wanted & { readonly name: string }, to: string, precondition: Wanted): Promise<ObjectMeta> {
    const found = await store.present(from.name, from);
    const meta = await store.describe(from.name, found);
    if (!meta) throw new ObjectNotFound(from.name);
    try {
      return await store.put(to, { kind: "copy", path: found.path }, precondition, date, { meta, found });
    } catch (error) {
      throw codeOf(error) === "ENOENT" ? new ObjectNotFound(from.name) : error;
    }
  }
}

/** Null: the file is another one now, or gone. */
async function bytesOf(found: Found): Promise<Uint8Array | null> {
  const file = await open(found.path).catch((error) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (!file) return null;
  try {
    const { buffer, byteOffset, length } = await file.readFile();
    const after = foundAt(found.path, await file.stat({ bigint: true }));
    return isSame(found, after) ? new Uint8Array(buffer, byteOffset, length) : null;
  } finally {
    await file.close();
  }
}
