import { join } from "node:path";
import { nameOfPath, pathOfName } from "../object-names.ts";

/** Folder of the store's own files below its root; object names cannot lead into it. */
export const ownFolder = ".sluice";

/**
 * Where one generation of a name lies. Numbers count up from 1 without gaps, and each is taken once. A name whose only
 * generation is removed ends its life and leaves its folder; what is created after that begins the next one.
 */
export interface Slot {
  readonly life: number;
  readonly number: number;
}

/** Stands for a file that somebody put down under a name that Sluice would not write; the first slot comes before it. */
const byHand: Slot = { life: 1, number: 0 };

/** `x`, `x~2`, `x~3` are the generations of a first life, `x~2.1`, `x~2.2` those of the second. */
export interface Slots {
  file(slot: Slot): string;
  /** A file that is there for good once this life is over. */
  end(life: number): string;
  /** Where somebody may have put the object down by hand, under a file name that Sluice would not write. */
  readonly byHand: string | null;
}

export function slotsOf(root: string, name: string): Slots {
  const path = pathOfName(name);
  return {
    file: (slot) => join(root, `${path}${suffixOf(slot)}`),
    end: (life) => join(root, endsFolder, `${path}~${life}`),
    byHand: path !== name && isByHand(name) ? join(root, name) : null,
  };
}

/** Folder of the ends of lives, with the same folders below it as the root has. */
export const endsFolder = join(ownFolder, "removed");

/** Where files of all generations of a name may lie, up to a slot; of an ended life its end. */
export function everyFile(slots: Slots, { life, number }: Slot): string[] {
  const ends = Array.from({ length: life - 1 }, (_, index) => slots.end(index + 1));
  const files = Array.from({ length: number }, (_, index) => slots.file({ life, number: index + 1 }));
  return [...ends, ...files, ...(slots.byHand ? [slots.byHand] : [])];
}

/** What lies at a path below the root; null: no object. */
export function readPath(path: string): { readonly name: string; readonly slot: Slot } | null {
  const [suffix = "", life = "1", number] = /~(?:(\d+)\.)?(\d+)$/.exec(path) ?? [];
  const slot = { life: Number(life), number: Number(number) };
  const base = path.slice(0, path.length - suffix.length);
  const name = suffix !== "" && suffix === suffixOf(slot) ? nameOfPath(base) : null;
  if (name !== null) return { name, slot };
  const plain = nameOfPath(path);
  if (plain !== null) return { name: plain, slot: { life: 1, number: 1 } };
  return isByHand(path) ? { name: path, slot: byHand } : null;
}

/** Which name's life ended, by a path below the folder of ends. */
export function readEnd(path: string): { readonly name: string; readonly life: number } | null {
  const [suffix = "", life] = /~(\d+)$/.exec(path) ?? [];
  const name = nameOfPath(path.slice(0, path.length - suffix.length));
  return name === null || life === undefined ? null : { name, life: Number(life) };
}

/** Files that begin with a dot are none of ours, nor is what is named as one of our slots. */
function isByHand(path: string): boolean {
  if (path.split("/").some((segment) => segment.startsWith(".")) || /~[\d.]+$|\0/.test(path)) return false;
  try {
    return nameOfPath(path) === null && pathOfName(path) !== "";
  } catch {
    return false;
  }
}

function suffixOf({ life, number }: Slot): string {
  if (life > 1) return `~${life}.${number}`;
  return number > 1 ? `~${number}` : "";
}
