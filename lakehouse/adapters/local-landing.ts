import { stat } from "node:fs/promises";
import { checksumOfFile } from "../ports/checksum.ts";
import type { LandedFile } from "../ports.ts";
import { versionOf } from "./sidecars.ts";

export async function lookAtLanded(path: string): Promise<LandedFile> {
  const found = await stat(path, { bigint: true });
  const { bytes, crc32c } = await checksumOfFile(path);
  return { path, bytes, crc32c, generation: versionOf(found).generation, created: found.mtime.toISOString() };
}
