/** What the chain needs from the outside world. Adapters implement these; nothing above them knows which one it has. */

export interface ObjectMeta {
  readonly name: string;
  /** Identifies this content; never orders (64-bit, as text). */
  readonly generation: string;
  readonly bytes: string;
  /** Base64 of the big-endian CRC32C. */
  readonly crc32c: string;
  /** RFC 3339 UTC, by the store's clock. */
  readonly created: string;
}

/** An object store: strongly consistent, objects are whole or absent. */
export interface Objects {
  stat(name: string): Promise<ObjectMeta | null>;
  read(name: string): Promise<Uint8Array>;
  /** Names and metadata of objects whose name starts with `prefix`, by name. */
  list(prefix: string): Promise<ObjectMeta[]>;
  /** Writes only if no such object exists (ifGenerationMatch 0); otherwise `PreconditionFailed` and nothing changes. */
  create(name: string, content: Content): Promise<ObjectMeta>;
  /** Path of a local file with the object's bytes, for reading only. */
  local(name: string): Promise<string>;
}

/** A file that somebody put down in landing, with the identity that its store gives it. */
export interface LandedFile {
  readonly path: string;
  readonly bytes: string;
  readonly crc32c: string;
  readonly generation: string;
  /** RFC 3339 UTC. */
  readonly created: string;
}

/** Bytes in memory, or a local file that the store may take over (`move`) or must leave (`copy`). */
export type Content =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "move" | "copy"; readonly path: string };

export class PreconditionFailed extends Error {
  override readonly name = "PreconditionFailed";
  constructor(object: string) {
    super(`object ${object} is there already`);
  }
}

export interface Clock {
  /** RFC 3339 UTC with milliseconds. */
  now(): string;
}
