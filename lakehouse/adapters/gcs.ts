import { type ObjectMeta, ObjectNotFound, type Objects, type Precondition, PreconditionFailed } from "../ports.ts";
import type { Sizes, Tools } from "./gcs/call.ts";
import { copy, remove, write } from "./gcs/change.ts";
import { createLocalCopies } from "./gcs/copies.ts";
import { digest, download, generationOf, readWhole } from "./gcs/download.ts";
import { Absent, ConditionNotMet } from "./gcs/failures.ts";
import { openLine } from "./gcs/line.ts";
import { list, look, time } from "./gcs/look.ts";
import { orNotFound } from "./gcs/make.ts";
import { PATIENCE, type Patience } from "./gcs/patience.ts";
import { placesOf, urlOf } from "./gcs/places.ts";

export type { Patience } from "./gcs/patience.ts";

export interface GcsOptions {
  /** Root of the lake, as `objectUrl` reads it: `gs://acme-dev-{zone}`. */
  readonly lake: string;
  /** Another address than Google's own. */
  readonly endpoint?: string | undefined;
  /** Folder of this process alone, for local copies. */
  readonly scratch: string;
  /** Copies that nobody needs any more stay up to so many bytes; 64 MiB unless told. */
  readonly keepBytes?: number | undefined;
  /** Only what differs from the default. */
  readonly patience?: Partial<Patience> | undefined;
  readonly sizes?: Sizes | undefined;
}

const MiB = 1024 * 1024;
const SIZES: Sizes = { whole: 8 * MiB, part: 16 * MiB };

export interface GcsObjects extends Objects {
  /** Says once for each `local` that its file is no longer read; without it files stay until the process ends. */
  forget(path: string): Promise<void>;
  /** Of the bytes of this generation, 64 hex digits; `ObjectNotFound` as for `read`. Nothing is put down. */
  sha256(object: ObjectMeta): Promise<string>;
}

/**
 * Objects in Cloud Storage, as the account of this machine. Each change names the generation that it means to change, so
 * that each can be tried again; who made an object stands in its metadata.
 */
export function createGcsObjects({ lake, endpoint, scratch, ...options }: GcsOptions): GcsObjects {
  const { keepBytes = 64 * MiB, patience, sizes = SIZES } = options;
  const tools: Tools = { line: openLine(endpoint), patience: { ...PATIENCE, ...patience }, sizes };
  const places = placesOf(lake);
  const copies = createLocalCopies(scratch, keepBytes);

  return {
    stat,
    read: async (name, wanted) => readWhole(tools, name, places.of(name), wanted).catch(orNotFound(name)),
    list: (prefix, startAt = "") => list(tools, places, prefix, startAt),
    write: (name, content, precondition) => write(tools, places, name, content, precondition),
    copy: (from, to, precondition) => copy(tools, places, from, to, precondition),
    remove: (name, precondition) => remove(tools, places, name, precondition),
    local,
    forget: copies.forget,
    sha256: (object) => digest(tools, places.of(object.name), object).catch(orNotFound(object.name)),
    time: () => time(tools),
  };

  async function stat(name: string, precondition: Precondition = {}): Promise<ObjectMeta | null> {
    try {
      return (await look(tools, name, places.of(name), precondition)).meta;
    } catch (error) {
      if (error instanceof ConditionNotMet) throw new PreconditionFailed(name);
      if (!(error instanceof Absent)) throw error;
      const { generation = "0", metageneration } = precondition;
      if (generation !== "0" || metageneration !== undefined) throw new PreconditionFailed(name);
      return null;
    }
  }

  /** Looks first, as a copy may outlive its object. */
  async function local(name: string, wanted?: { readonly generation: string }): Promise<string> {
    const place = places.of(name);
    for (;;) {
      const { meta } = await look(tools, name, place, generationOf(wanted)).catch(orNotFound(name));
      try {
        return await copies.take(`${urlOf(place)}#${meta.generation}`, Number(meta.bytes), (path) =>
          download(tools, place, meta, path),
        );
      } catch (error) {
        if (!(error instanceof Absent || error instanceof ConditionNotMet)) throw error;
        if (wanted) throw new ObjectNotFound(name);
      }
    }
  }
}
