import { isFinished, type Publication } from "../../ledger/publication.ts";
import { CheckpointSchema } from "../../ledger/records.ts";
import { checkpointPath, committedPath } from "../../plan/names.ts";
import { readIfReadable } from "../../ports/values.ts";
import { ObjectNotFound, type Objects } from "../../ports.ts";
import type { ReadableState } from "../state.ts";
import { type Contradiction, lossOf } from "./contradiction.ts";

/** Lists of committed files as the whole log gives them, by name: without those of drops that others replaced. */
export function manifestsOf(dataset: string, log: readonly Publication[]): ReadonlyMap<string, string> {
  const done = log.filter(({ state, drops }) => state === "DONE" && drops.length > 0);
  const gone = new Set(done.flatMap(({ decision }) => decision?.formerDrops ?? []));
  return new Map(
    done.map(({ number, drops }) => {
      const uris = drops.filter(({ key }) => !gone.has(key)).flatMap(({ files }) => files.map(({ uri }) => uri));
      return [committedPath(dataset, number), uris.map((uri) => `${uri}\n`).join("")];
    }),
  );
}

/**
 * Checkpoint and lists of committed files that are lost, or lists that are wrong. They follow a publication: surely all
 * but the last, and that one once the checkpoint tells of it.
 */
export async function findBadManifests(objects: Objects, { dataset, log }: ReadableState): Promise<Contradiction[]> {
  const finished = log.filter(isFinished);
  const path = checkpointPath(dataset);
  const told = (await readIfReadable(objects, path, CheckpointSchema))?.value.publication ?? 0;
  const followed = Math.max(told, (log.at(-1)?.number ?? 0) - 1);
  const sure = finished.filter(({ number }) => number <= followed);
  const problems = sure.length > 0 && (await objects.stat(path)) === null ? [lossOf(path)] : [];
  const settled = sure.length === finished.length;
  for (const [name, wanted] of manifestsOf(dataset, sure)) {
    const text = await readText(objects, name);
    if (text === null) problems.push(lossOf(name));
    // The last publication may just now take files out of it.
    else if (settled && text !== wanted) problems.push(lossOf(name, "it does not list the files of its publication"));
  }
  return problems;
}

/** Null: there is none. */
export async function readText(objects: Objects, name: string): Promise<string | null> {
  const read = await objects.read(name).catch((error: unknown) => {
    if (error instanceof ObjectNotFound) return null;
    throw error;
  });
  return read && new TextDecoder().decode(read.bytes);
}
