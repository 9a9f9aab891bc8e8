import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Inside } from "../cloud.ts";
import { BigQueryError } from "../errors.ts";

export interface Source {
  readonly uri: string;
  /** A local file with the object's bytes. */
  readonly path: string;
  readonly bytes: number;
}

export interface Sources {
  readonly files: readonly Source[];
  remove(): Promise<void>;
}

/** The objects behind addresses, read with the account's own rights. `*` stands for any characters. */
export async function fetchSources(
  { options }: Pick<Inside, "options">,
  uris: readonly string[],
  account: string,
): Promise<Sources> {
  const folder = await mkdtemp(join(options.scratch, "load-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const files: Source[] = [];
    for (const uri of (await Promise.all(uris.map((pattern) => expand(options, pattern)))).flat()) {
      const path = join(folder, `${files.length}.parquet`);
      const bytes = await bytesOf(options, uri, account);
      await writeFile(path, bytes);
      files.push({ uri, path, bytes: bytes.length });
    }
    return { files, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function expand({ list }: Inside["options"], uri: string): Promise<string[]> {
  if (!uri.includes("*")) return [uri];
  const { bucket, name } = partsOf(uri);
  if (name.split("*").length > 2) throw new BigQueryError("invalid", `Only one * is allowed in a URI: ${uri}`);
  const [start = "", end = ""] = name.split("*");
  const found = ((await list?.(bucket)) ?? []).filter(
    (held) => held.length >= start.length + end.length && held.startsWith(start) && held.endsWith(end),
  );
  if (found.length === 0) throw new BigQueryError("notFound", `Not found: Uris ${uri}`);
  return found.map((held) => `gs://${bucket}/${held}`);
}

async function bytesOf({ allowed, read }: Inside["options"], uri: string, account: string): Promise<Uint8Array> {
  const { bucket, name } = partsOf(uri);
  if (!allowed(account, "storage.objects.get", `${bucket}/${name}`)) {
    throw new BigQueryError("accessDenied", `Access Denied: File ${uri}: Access Denied`);
  }
  const bytes = await read(bucket, name);
  if (!bytes) throw new BigQueryError("notFound", `Not found: URI ${uri}`);
  return bytes;
}

function partsOf(uri: string): { readonly bucket: string; readonly name: string } {
  const [, bucket = "", name = ""] = /^gs:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  return { bucket, name };
}
