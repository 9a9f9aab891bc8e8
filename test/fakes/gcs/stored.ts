import { createHash } from "node:crypto";
import { crc32c } from "@node-rs/crc32";
import { invalid } from "./refusal.ts";

/** One generation of an object. */
export interface Stored {
  readonly bucket: string;
  readonly name: string;
  readonly generation: bigint;
  readonly metageneration: bigint;
  readonly bytes: Buffer;
  /** Base64 of the big-endian checksum. */
  readonly crc32c: string;
  /** Null: composed of others. */
  readonly md5: string | null;
  readonly components: number | null;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly given: Given;
}

/** What a client may say of an object. */
export interface Given {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

const TEXTS = ["contentType", "contentEncoding", "contentDisposition", "contentLanguage", "cacheControl"] as const;

/** Of an object resource as it was sent; what a client may not set is passed over, as the service does. */
export function readGiven(resource: Readonly<Record<string, unknown>>): Given {
  const texts = TEXTS.flatMap((key) => (typeof resource[key] === "string" ? [[key, resource[key]]] : []));
  return {
    ...Object.fromEntries(texts),
    ...(resource.metadata != null && { metadata: readMetadata(resource.metadata) }),
  };
}

const MOST_METADATA = 8 * 1024;

function readMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== "object") throw invalid("metadata is no object");
  const entries = Object.entries(metadata ?? {}).filter(([, value]) => value !== null);
  if (entries.some(([, value]) => typeof value !== "string")) throw invalid("metadata holds what is no text");
  if (Buffer.byteLength(entries.flat().join("")) > MOST_METADATA) throw invalid("metadata is larger than 8 KiB");
  return Object.fromEntries(entries);
}

export interface Checksums {
  readonly crc32c: string;
  readonly md5: string;
}

export function checksumsOf(bytes: Buffer): Checksums {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32c(bytes));
  return { crc32c: four.toString("base64"), md5: createHash("md5").update(bytes).digest("base64") };
}

/** What was said of the content, in its resource or in `X-Goog-Hash`, must be true of it. */
export function checkClaims(real: Checksums, resource: Readonly<Record<string, unknown>>, hash = ""): void {
  const [, headerCrc] = /crc32c=([^,\s]+)/.exec(hash) ?? [];
  const [, headerMd5] = /md5=([^,\s]+)/.exec(hash) ?? [];
  for (const [name, claimed, is] of [
    ["CRC32C", resource.crc32c, real.crc32c],
    ["CRC32C", headerCrc, real.crc32c],
    ["MD5 hash", resource.md5Hash, real.md5],
    ["MD5 hash", headerMd5, real.md5],
  ]) {
    if (claimed != null && claimed !== is)
      throw invalid(`Provided ${name} "${claimed}" doesn't match calculated ${name} "${is}".`);
  }
}
