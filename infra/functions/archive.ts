import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCheckout } from "../archive/checkout.ts";
import { zipOf } from "../archive/zip.ts";
import { archiveFiles, archiveName } from "../archive.ts";
import type { Site } from "../site.ts";

export interface Archive {
  /** By its content, so that `up` deploys exactly what has changed. */
  readonly name: string;
  /** Where it lies on this machine. */
  readonly file: string;
}

/** What is deployed as functions, written down for Pulumi to upload. */
export async function writeArchive({ environment: { id }, plans }: Site, root: string): Promise<Archive> {
  const zip = await zipOf(archiveFiles({ ...readCheckout(root), plans }));
  const name = archiveName(id, createHash("sha256").update(zip).digest("hex"));
  const folder = join(root, "out/archive");
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, zip);
  return { name, file };
}
