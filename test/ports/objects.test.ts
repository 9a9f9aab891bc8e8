import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileObjects } from "../../lakehouse/adapters/files.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";
import { type Opened, objectsConformance } from "./objects.ts";

const start = "2026-11-20T06:00:00.000Z";

/** A clock that stands still but for `later` is the hardest for names of generations. */
async function openFiles(): Promise<Opened> {
  const root = await mkdtemp(join(tmpdir(), "sluice-objects-"));
  const clock = createMemoryClock(start);
  let files = 0;
  return {
    objects: createFileObjects(join(root, "lake"), clock, { durable: false }),
    prefix: "raw/conformance/",
    file: async (bytes) => {
      const path = join(root, `${++files}.tmp`);
      await writeFile(path, bytes);
      return path;
    },
    readFile: (path) => readFile(path).then((bytes) => new Uint8Array(bytes), absent),
    later: async () => clock.advance(1),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function openMemory(): Promise<Opened> {
  const clock = createMemoryClock(start);
  const files = new Map<string, Uint8Array>();
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return {
    objects: createMemoryObjects({ clock, random, files }),
    prefix: "raw/conformance/",
    file: async (bytes) => {
      const path = `/tmp/${files.size}.tmp`;
      files.set(path, bytes);
      return path;
    },
    readFile: async (path) => files.get(path) ?? null,
    later: async () => clock.advance(1),
    close: async () => files.clear(),
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

objectsConformance("objects as files", openFiles, { sequences: 60 });
objectsConformance("objects in memory", openMemory, { sequences: 200 });
