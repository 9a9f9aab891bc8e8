import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DATA, pingFiles } from "./data.ts";

export const ROWS_PER_DROP = 100;

/** So many small files; their contents may be equal, since a drop is its name and generation. */
export async function smallDrops(count: number): Promise<readonly string[]> {
  const [source = ""] = await pingFiles(ROWS_PER_DROP);
  const folder = join(DATA, "small");
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, index) => join(folder, `${index}.parquet`));
  for (const file of files) if (!existsSync(file)) await copyFile(source, file);
  return files;
}
