import type { Stored } from "./stored.ts";

/** An object as the JSON API shows it, and as notifications carry it: 64-bit numbers are texts. */
export interface ObjectResource {
  readonly kind: "storage#object";
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly metageneration: string;
  readonly size: string;
  readonly crc32c: string;
  readonly md5Hash?: string;
  readonly timeCreated: string;
  readonly updated: string;
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function resourceOf(stored: Stored, origin = "https://www.googleapis.com"): ObjectResource {
  const { bucket, name, generation, metageneration, bytes, crc32c, md5, components, given } = stored;
  const self = `${origin}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
  const created = new Date(stored.created).toISOString();
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    selfLink: self,
    mediaLink: `${origin}/download${self.slice(origin.length)}?generation=${generation}&alt=media`,
    bucket,
    name,
    generation: String(generation),
    metageneration: String(metageneration),
    ...given,
    storageClass: "STANDARD",
    size: String(bytes.length),
    ...(md5 !== null && { md5Hash: md5 }),
    ...(components !== null && { componentCount: components }),
    crc32c,
    etag: etagOf(stored),
    timeCreated: created,
    timeStorageClassUpdated: created,
    timeFinalized: created,
    updated: new Date(stored.updated).toISOString(),
  };
}

export function etagOf({ generation, metageneration }: Stored): string {
  return Buffer.from(`${generation}/${metageneration}`).toString("base64url");
}
