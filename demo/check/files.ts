import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import type { Evidence } from "./invariant.ts";

/** `read_parquet` of these files, with `filename`; columns by name, since contracts gain some. */
export function parquet(files: readonly string[]): string {
  return `read_parquet([${files.map(quoteText).join(", ")}], union_by_name = true, filename = true, hive_partitioning = false)`;
}

/** The files that each drop's last round left in a zone: what an earlier round left is void. */
export async function lastRoundFiles(
  { lake }: Evidence,
  zone: "staging" | "quarantine",
  dataset: string,
): Promise<string[]> {
  const folder = join(lake, zone, dataset);
  const found = (await readdir(folder, { recursive: true }).catch(() => [])).flatMap((path) => {
    const [, key = "", round, attempt] = /([0-9a-f]{24})\/(\d+)-(\d+)\/[^/]*\.parquet$/.exec(path) ?? [];
    return key === "" ? [] : [{ path: join(folder, path), key, order: Number(round) * 100 + Number(attempt) }];
  });
  return [...Map.groupBy(found, ({ key }) => key).values()].flatMap((files) => {
    const last = Math.max(...files.map(({ order }) => order));
    return files.filter(({ order }) => order === last).map(({ path }) => path);
  });
}

/** The files that whoever reads the lake without a warehouse is told to read. */
export async function committedFiles({ lake }: Evidence, objects: Objects, dataset: string): Promise<string[]> {
  const manifests = await objects.list(`committed/${dataset}/`);
  const texts = await Promise.all(manifests.map(({ name }) => objects.read(name)));
  const uris = texts.flatMap(({ bytes }) => Buffer.from(bytes).toString("utf8").split("\n"));
  return uris.filter((uri) => uri !== "").map((uri) => join(lake, uri));
}
