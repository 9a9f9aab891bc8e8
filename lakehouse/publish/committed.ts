import { readPublication } from "../ledger/log.ts";
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
  const gone = new Set(decision?.formerDrops ?? []);
  if (gone.size > 0) await takeOut(objects, dataset, number, gone);
}

async function create(objects: Objects, name: string, uris: readonly string[]): Promise<void> {
  try {
    await objects.write(name, content(uris), { generation: "0" });
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
  }
}

async function takeOut(objects: Objects, dataset: string, before: number, gone: ReadonlySet<string>): Promise<void> {
  for (const { name } of await objects.list(committedPath(dataset, 0).replace(/[^/]+$/, ""))) {
    const number = Number(/(\d+)\.txt$/.exec(name)?.[1]);
    if (number >= before) continue;
    const older = (await readPublication(objects, dataset, number))?.value;
    if (!older?.drops.some(({ key }) => gone.has(key))) continue;
    await rewrite(objects, name, (uri) => ![...gone].some((key) => uri.includes(`/${key}/`)));
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
