export interface Listed {
  readonly name: string;
  /** Identifies this content; never orders (64-bit, as text). Never used again for the same name. */
  readonly generation: string;
  readonly bytes: string;
  /** When this generation was created: RFC 3339 UTC, by the store's clock. */
  readonly created: string;
}

export interface ObjectMeta extends Listed {
  /** Grows when metadata changes; a new generation starts at "1". */
  readonly metageneration: string;
  /** Base64 of the big-endian CRC32C. */
  readonly crc32c: string;
}

export interface ObjectRead {
  readonly bytes: Uint8Array;
  /** Of exactly these bytes. */
  readonly meta: ObjectMeta;
}

/** What must hold of the present object, or nothing happens; generation "0": there is none. */
export interface Precondition {
  readonly generation?: string;
  readonly metageneration?: string;
}

/**
 * An object store as Cloud Storage has them: strongly consistent (reads, deletions and lists show what was done before),
 * objects whole or absent. Names begin with their zone (`landing/`, `raw/`, `ledger/`…), which an adapter may map to
 * buckets. Every call may throw `Unavailable` (a write may then have been done) or `Denied`.
 */
export interface Objects {
  /** The present generation, or null. With a precondition that does not hold: `PreconditionFailed`. */
  stat(name: string, precondition?: Precondition): Promise<ObjectMeta | null>;
  /** Content with the metadata it belongs to. `ObjectNotFound` if there is none, or if another generation than the wanted one is present. */
  read(name: string, wanted?: { readonly generation: string }): Promise<ObjectRead>;
  /** Objects whose name starts with `prefix` and is not less than `startAt`, sorted by UTF-8 bytes of the name. */
  list(prefix: string, startAt?: string): Promise<Listed[]>;
  /** A new generation, if the precondition holds; otherwise `PreconditionFailed` and nothing changes. */
  write(
    name: string,
    content: Content,
    precondition: Precondition & { readonly generation: string },
  ): Promise<ObjectMeta>;
  /** Server-side copy of one generation (`ObjectNotFound` if it is not the present one), under a precondition on the target. */
  copy(
    from: { readonly name: string; readonly generation: string },
    to: string,
    precondition: Precondition & { readonly generation: string },
  ): Promise<ObjectMeta>;
  /** `PreconditionFailed` if another generation is present; `ObjectNotFound` if there is none. */
  remove(name: string, precondition: Precondition & { readonly generation: string }): Promise<void>;
  /** Path of a local file with the bytes of this generation, to read only; `ObjectNotFound` as for `read`. */
  local(name: string, wanted?: { readonly generation: string }): Promise<string>;
  /** The store's own time (the `Date` of its answers), RFC 3339 UTC: what leases are compared with. */
  time(): Promise<string>;
}

/** Bytes in memory, or a local file that the store may take over (`move`) or must leave (`copy`). */
export type Content =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "move" | "copy"; readonly path: string };

/** HTTP 412. A retried write may meet its own first try: read again and ask whose it is. */
export class PreconditionFailed extends Error {
  override readonly name = "PreconditionFailed";
  readonly object: string;
  constructor(object: string) {
    super(`object ${object} is not in the state that was asked for`);
    this.object = object;
  }
}

/** HTTP 404. */
export class ObjectNotFound extends Error {
  override readonly name = "ObjectNotFound";
  readonly object: string;
  constructor(object: string) {
    super(`object ${object} is not there`);
    this.object = object;
  }
}
