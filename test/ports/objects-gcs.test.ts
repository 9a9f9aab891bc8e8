import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GcsLakeOptions, LAKE, openGcsLake } from "../fakes/gcs/lake.ts";
import { type Opened, objectsConformance } from "./objects.ts";

async function openGcs(lake: string, options: GcsLakeOptions): Promise<Opened> {
  const opened = await openGcsLake(options);
  const folder = await mkdtemp(join(tmpdir(), "sluice-objects-gcs-"));
  let files = 0;
  return {
    objects: await opened.objects(undefined, { lake }),
    prefix: "raw/conformance/",
    file: async (bytes) => {
      const path = join(folder, `${++files}.tmp`);
      await writeFile(path, bytes);
      return path;
    },
    readFile: (path) => readFile(path).then((bytes) => new Uint8Array(bytes), absent),
    later: async () => opened.advance(1),
    close: async () => {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

objectsConformance("objects in Cloud Storage", () => openGcs(LAKE, {}), { sequences: 15 });
// Old generations are kept, pages are short, a copy takes several calls.
objectsConformance(
  "objects in one versioned bucket",
  () =>
    openGcs("gs://acme-dev", {
      buckets: [{ name: "acme-dev", versioning: true }],
      mostListed: 2,
      rewriteBytes: 2,
    }),
  { sequences: 5 },
);
