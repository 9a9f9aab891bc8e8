import type { Publication } from "../ledger/publication.ts";
import { committedPath } from "../plan/names.ts";
import { ObjectNotFound, type Objects, PreconditionFailed } from "../ports.ts";

// What lake readers (BigLake) read: one object a publication, a committed file a line. A publication that replaces
// former drops takes their files out of the objects that list them.

export async function writeCommitted(objects: Objects, publication: Publication): Promise<void> {
  const { dataset, number, drops, decision } = publication;
  if (drops.length === 0) return;
  const uris = drops.flatMap(({ files }) => files.map(({ uri }) => uri));
  await create(objects, committedPath(dataset, number), uris);
  const gone = decision?.formerDrops ?? [];
  if (gone.length === 0) return;
  const isKept = (uri: string) => !gone.some((key) => uri.includes(`/${key}/`));
  const older = new Set(drops.flatMap(({ former }) => former?.publications ?? []));
  for (const publication of older) await rewrite(objects, committedPath(dataset, publication), isKept);
}

async function create(objects: Objects, name: string, uris: readonly string[]): Promise<void> {
  try {
    await objects.write(name, content(uris), { generation: "0" });
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
  }
}

async function rewrite(objects: Objects, name: string, keep: (uri: string) => boolean): Promise<void> {
  for (;;) {
    const read = await objects.read(name).catch((error: unknown) => {
      if (error instanceof ObjectNotFound) return null;
      throw error;
    });
    if (!read) return;
    const uris = new TextDecoder()
      .decode(read.bytes)
      .split("\n")
      .filter((uri) => uri !== "");
    const kept = uris.filter(keep);
    if (kept.length === uris.length) return;
    try {
      await objects.write(name, content(kept), { generation: read.meta.generation });
      return;
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
}

function content(uris: readonly string[]) {
  return { kind: "bytes" as const, bytes: new TextEncoder().encode(uris.map((uri) => `${uri}\n`).join("")) };
}
