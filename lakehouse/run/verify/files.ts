import { rawPath } from "../../plan/names.ts";
import type { Objects } from "../../ports.ts";
import { fileId } from "../page-state/replayed.ts";
import type { DropRecord, ReadableState } from "../state.ts";
import { type Contradiction, lossOf } from "./contradiction.ts";

/** A file that entries and reports name. */
export interface NamedFile {
  readonly name: string;
  /** Null: of an original, which has one of its own. */
  readonly generation: string | null;
  readonly crc32c: string;
  /** Something is still to be read from it. Good rows of a published drop are in the table: their files may go. */
  readonly needed: boolean;
}

/** Originals of all drops that were split, good files, and quarantined rows that no replay has brought in. */
export function filesOf({ drops, log }: ReadableState): NamedFile[] {
  const replaced = new Set(log.flatMap(({ decision }) => decision?.formerDrops ?? []));
  const replayed = new Set(
    drops.flatMap(({ entry }) => (entry.origin && entry.state === "COMMITTED" ? [fileId(entry.origin)] : [])),
  );
  return drops.flatMap((drop) => [
    ...originalOf(drop),
    ...outputsOf(drop, (file) => !replaced.has(drop.entry.drop.key) && !replayed.has(fileId(file))),
  ]);
}

function originalOf({ entry, report }: DropRecord): NamedFile[] {
  if (!report) return [];
  const { dataset, drop } = entry;
  return [{ name: rawPath(dataset, drop.arrivalDay, drop.key), generation: null, crc32c: drop.crc32c, needed: true }];
}

type File = { readonly uri: string; readonly generation: string; readonly crc32c: string };

/** Of a drop that is held, or ended otherwise, the original alone is read again. */
function outputsOf({ entry, report }: DropRecord, isLeft: (file: File) => boolean): NamedFile[] {
  if (!report || (entry.state !== "READY" && entry.state !== "COMMITTED")) return [];
  const { good, quarantined } = report.files;
  const named = (file: File, needed: boolean) => ({ ...file, name: file.uri, needed });
  return [
    ...good.map((file) => named(file, entry.state === "READY")),
    ...quarantined.map((file) => named(file, isLeft(file))),
  ];
}

/** Reads every file that is there. */
export async function findChanged(objects: Objects, state: ReadableState): Promise<Contradiction[]> {
  const problems: Contradiction[] = [];
  for (const { name, generation, crc32c } of filesOf(state)) {
    const meta = await objects.stat(name);
    const same = meta?.crc32c === crc32c && (generation === null || generation === meta.generation);
    if (meta && !same) problems.push(lossOf(name, "it is not the file that entry and report name"));
  }
  return problems;
}
