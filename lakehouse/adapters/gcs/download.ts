import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { crc32c } from "@node-rs/crc32";
import type { ObjectMeta, ObjectRead, Precondition } from "../../ports.ts";
import { ADDRESS, ask, type Deed, deedOf, type Tools } from "./call.ts";
import { Passing } from "./failures.ts";
import type { Reply } from "./line.ts";
import { lookOnce } from "./look.ts";
import { type Attempt, persist } from "./patience.ts";
import type { Place } from "./places.ts";
import { conditionsOf } from "./resource.ts";

/** More may stand in it, which is not asked for. */
type Wanted = { readonly generation: string } | undefined;

/** Content and metadata of one generation, asked for at once, since content does not tell when it was created. `Absent`; `ConditionNotMet`: not the wanted one. */
export async function readWhole(tools: Tools, name: string, place: Place, wanted: Wanted): Promise<ObjectRead> {
  const deed = deedOf("read", place);
  return persist(tools.patience, deed.about, { isUnsure: false }, async (attempt) => {
    for (;;) {
      const [{ meta }, content] = await Promise.all([
        lookOnce(tools, deed, name, place, generationOf(wanted), attempt),
        readOnce(tools, deed, place, wanted, attempt),
      ]);
      if (content.generation !== meta.generation) continue; // replaced between the two
      demandSame(meta, content.checksum);
      return { bytes: content.bytes, meta };
    }
  });
}

/** Puts one generation down at a path. What came broken or spoilt is asked for again. */
export function download(tools: Tools, place: Place, meta: ObjectMeta, path: string): Promise<void> {
  const deed = deedOf("download", place);
  return persist(tools.patience, deed.about, { isUnsure: false }, async (attempt) => {
    const reply = await askContent(tools, deed, place, meta, attempt);
    const file = await open(path, "w");
    try {
      const checksum = new RunningChecksum();
      for await (const chunk of reply.chunks()) {
        attempt.alive();
        checksum.add(chunk);
        await file.writeFile(chunk);
      }
      demandSame(meta, checksum);
    } finally {
      await file.close();
    }
  });
}

/** sha256 of one generation's bytes, 64 hex digits; they are kept nowhere, as an original may be larger than any memory. */
export function digest(tools: Tools, place: Place, meta: ObjectMeta): Promise<string> {
  const deed = deedOf("digest", place);
  return persist(tools.patience, deed.about, { isUnsure: false }, async (attempt) => {
    const reply = await askContent(tools, deed, place, meta, attempt);
    const [checksum, hash] = [new RunningChecksum(), createHash("sha256")];
    for await (const chunk of reply.chunks()) {
      attempt.alive();
      checksum.add(chunk);
      hash.update(chunk);
    }
    demandSame(meta, checksum);
    return hash.digest("hex");
  });
}

async function readOnce(tools: Tools, deed: Deed, place: Place, wanted: Wanted, attempt: Attempt) {
  const reply = await askContent(tools, deed, place, wanted, attempt);
  const checksum = new RunningChecksum();
  const chunks: Buffer[] = [];
  for await (const chunk of reply.chunks()) {
    attempt.alive();
    checksum.add(chunk);
    chunks.push(chunk);
  }
  const { buffer, byteOffset, length } = Buffer.concat(chunks);
  const generation = reply.header("x-goog-generation");
  if (generation === null) throw new Passing("content of no generation");
  return { bytes: new Uint8Array(buffer, byteOffset, length), checksum, generation };
}

function askContent(tools: Tools, deed: Deed, place: Place, wanted: Wanted, attempt: Attempt): Promise<Reply> {
  const query = { alt: "media", ...conditionsOf(generationOf(wanted)) };
  return ask(tools, deed, { method: "GET", to: ADDRESS.object(place), query, asStored: true }, attempt);
}

/** As a precondition, because a generation that is asked for by number may be an old one that is kept. */
export function generationOf(wanted: Wanted): Precondition {
  return wanted ? { generation: wanted.generation } : {};
}

class RunningChecksum {
  bytes = 0;
  #crc = 0;

  add(chunk: Buffer): void {
    this.#crc = crc32c(chunk, this.#crc);
    this.bytes += chunk.length;
  }

  get crc32c(): string {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(this.#crc);
    return four.toString("base64");
  }
}

function demandSame({ bytes, crc32c }: ObjectMeta, came: RunningChecksum): void {
  if (came.bytes !== Number(bytes)) throw new Passing(`${came.bytes} of ${bytes} bytes came`);
  if (came.crc32c !== crc32c) throw new Passing(`the bytes came as ${came.crc32c}, they are ${crc32c}`);
}
