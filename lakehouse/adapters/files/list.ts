import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Listed } from "../../ports.ts";
import { nameOfPath, pathOfName } from "../object-names.ts";
import type { Disk } from "./disk.ts";
import { codeOf, createdOf, type Found } from "./found.ts";
import { findHead } from "./head.ts";
import { endsFolder, readEnd, readPath, type Slot, slotsOf } from "./slots.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** The last slot of a name that its folder shows. */
interface Shown {
  readonly name: string;
  readonly slot: Slot;
  readonly found: Found | null;
}

/** All objects whose name begins with `prefix` and is not less than `startAt`, sorted. */
export async function listObjects(
  disk: Pick<Disk, "look">,
  root: string,
  prefix: string,
  startAt: string,
): Promise<Listed[]> {
  const listed = await listFolder("");
  const once = new Map(listed.map((one) => [one.name, one])); // a folder that was made by hand may be there beside ours
  return [...once.values()].sort((a, b) => compareUtf8(a.name, b.name));

  async function listFolder(path: string): Promise<Listed[]> {
    const entries = (await entriesOf(join(root, path))).filter(({ name }) => !name.startsWith("."));
    const inner = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${path}${name}/`);
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => `${path}${name}`);
    const below = await Promise.all(inner.filter((folder) => mayHold(nameOfFolder(folder))).map(listFolder));
    return below.flat().concat(await listFiles(path, files));
  }

  async function listFiles(path: string, files: readonly string[]): Promise<Listed[]> {
    const shown = await lastSlots(files);
    // As in findHead: what is over is looked for last.
    const over = shown.length > 0 ? await endedLives(root, nameOfFolder(path)) : new Map<string, number>();
    const listed = shown.map(async ({ name, slot, found }) => {
      const isPlain = slot.number === 1 || (slot.number > 1 && found !== null && found.bytes > 0n);
      const isClear = isPlain && found !== null && slot.life > (over.get(name) ?? 0);
      const present = isClear ? found : (await findHead(disk, slotsOf(root, name))).present;
      return present ? [listedOf(name, present)] : [];
    });
    return (await Promise.all(listed)).flat();
  }

  async function lastSlots(files: readonly string[]): Promise<Shown[]> {
    const last = new Map<string, { readonly name: string; readonly slot: Slot; readonly path: string }>();
    for (const file of files) {
      const read = readPath(file);
      if (!read?.name.startsWith(prefix) || compareUtf8(read.name, startAt) < 0) continue;
      const other = last.get(read.name);
      if (!other || isBehind(other.slot, read.slot)) last.set(read.name, { ...read, path: join(root, file) });
    }
    return Promise.all([...last.values()].map(async (one) => ({ ...one, found: await disk.look(one.path) })));
  }

  function mayHold(folder: string): boolean {
    if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) return false;
    return startAt.startsWith(folder) || compareUtf8(folder, startAt) >= 0;
  }
}

export function listedOf(name: string, found: Found): Listed {
  return { name, generation: String(found.micros), bytes: String(found.bytes), created: createdOf(found) };
}

/** Names of one folder that were removed, with the last life that is over. */
async function endedLives(root: string, folder: string): Promise<Map<string, number>> {
  const path = folder === "" ? "" : `${pathOfName(folder.slice(0, -1))}/`;
  const lives = new Map<string, number>();
  for (const entry of await entriesOf(join(root, endsFolder, path))) {
    const end = readEnd(`${path}${entry.name}`);
    if (end) lives.set(end.name, Math.max(end.life, lives.get(end.name) ?? 0));
  }
  return lives;
}

function nameOfFolder(path: string): string {
  return path === "" ? "" : `${nameOfPath(path.slice(0, -1)) ?? path.slice(0, -1)}/`;
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error) => {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw error;
  });
}

function isBehind(a: Slot, b: Slot): boolean {
  return a.life === b.life ? a.number < b.number : a.life < b.life;
}
