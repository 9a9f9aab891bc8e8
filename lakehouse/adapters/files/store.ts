import type { Checksum } from "../../ports/checksum.ts";
import {
  type Content,
  type Listed,
  type ObjectMeta,
  ObjectNotFound,
  type Precondition,
  PreconditionFailed,
} from "../../ports.ts";
import { checksumOfContent } from "./checksum.ts";
import type { Dating } from "./dating.ts";
import { createDisk } from "./disk.ts";
import { codeOf, type Found, isSame } from "./found.ts";
import { createGenerations, holds } from "./generations.ts";
import { findHead, type Head } from "./head.ts";
import { listedOf, listObjects } from "./list.ts";
import { createSidecars } from "./sidecars.ts";
import { slotsOf } from "./slots.ts";
import { createStaging } from "./staging.ts";

export interface FileStoreOptions {
  /** False: nothing waits for the disk; a power cut may lose what was written, a process that is killed does not. */
  readonly durable?: boolean | undefined;
}

/** What the port and the producer's side of landing share. */
export interface FileStore {
  look(path: string): Promise<Found | null>;
  head(name: string): Promise<Head>;
  list(prefix: string, startAt: string): Promise<Listed[]>;
  /** The present file of a name; `ObjectNotFound`. */
  present(name: string, wanted?: { readonly generation: string }): Promise<Found>;
  describe(name: string, found: Found): Promise<ObjectMeta | null>;
  /** With `original`: the content is a copy of it, or `ObjectNotFound` if it did not last until it was copied. */
  put(
    name: string,
    content: Content,
    precondition: Precondition,
    date: Dating,
    original?: Original,
  ): Promise<ObjectMeta>;
  remove(name: string, precondition: Precondition): Promise<void>;
}

export interface Original {
  readonly meta: ObjectMeta;
  readonly found: Found;
}

const nothing: Content = { kind: "bytes", bytes: new Uint8Array() };

export function openFileStore(root: string, { durable = true }: FileStoreOptions = {}): FileStore {
  const disk = createDisk(durable);
  const staging = createStaging(root, disk);
  const generations = createGenerations(root, disk);
  const sidecars = createSidecars(root);
  const list = (prefix: string, startAt: string) => listObjects(disk, root, prefix, startAt);
  const head = (name: string) => findHead(disk, slotsOf(root, name));

  return { look: disk.look, head, present, list, describe, put, remove };

  async function present(name: string, wanted?: { readonly generation: string }): Promise<Found> {
    const found = (await head(name)).present;
    if (!found || !holds(found, wanted ?? {})) throw new ObjectNotFound(name);
    return found;
  }

  /** Null: what was found has changed meanwhile. */
  async function describe(name: string, found: Found): Promise<ObjectMeta | null> {
    const checksum = await sidecars.checksum(found).catch((error) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    return checksum && isSame(found, await disk.look(found.path)) ? metaOf(name, found, checksum) : null;
  }

  async function put(
    name: string,
    content: Content,
    precondition: Precondition,
    date: Dating,
    original?: Original,
  ): Promise<ObjectMeta> {
    if (!holds((await head(name)).present, precondition)) throw new PreconditionFailed(name); // before much is written
    return staging.hold(content, async (staged) => {
      if (original && !isSame(original.found, await disk.look(original.found.path)))
        throw new ObjectNotFound(original.meta.name);
      const checksum = original?.meta ?? (await checksumOfContent(content, staged));
      const found = await generations.append(name, staged, precondition, date);
      await sidecars.remember(found, checksum);
      return metaOf(name, found, checksum);
    });
  }

  async function remove(name: string, precondition: Precondition): Promise<void> {
    const found = (await head(name)).present;
    await staging.hold(nothing, (staged) => generations.remove(name, staged, precondition));
    if (found) await sidecars.forget(found);
  }
}

/** Files have no metadata that could change. */
export function metaOf(name: string, found: Found, { crc32c }: Checksum): ObjectMeta {
  return { ...listedOf(name, found), metageneration: "1", crc32c };
}
