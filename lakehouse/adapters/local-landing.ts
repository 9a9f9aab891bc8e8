import { landingPath } from "../plan/names.ts";
import { checksumOfFile } from "../ports/checksum.ts";
import { type ObjectMeta, PreconditionFailed } from "../ports.ts";
import { datedAt } from "./files/dating.ts";
import { createdOf } from "./files/found.ts";
import { type FileStoreOptions, openFileStore } from "./files/store.ts";

export interface UploadOptions extends FileStoreOptions {
  /** RFC 3339 UTC with milliseconds; null or none: when the file was last written. */
  readonly created?: string | null | undefined;
}

/**
 * What a producer does: a local file becomes the present generation of `landing/<name>` in the lake at `root`. If it is
 * that already (same creation time, size and checksum), nothing is written. The bytes are copied, since the producer
 * may go on writing into his file and an object never changes.
 */
export async function upload(
  root: string,
  path: string,
  name: string,
  { created, ...options }: UploadOptions = {},
): Promise<ObjectMeta> {
  const store = openFileStore(root, options);
  const object = landingPath(name);
  const file = await store.look(path);
  if (!file) throw new Error(`${path} is no file`);
  const checksum = await checksumOfFile(path);
  const at = created ?? createdOf(file);
  for (;;) {
    const { present } = await store.head(object);
    const meta = present && (await store.describe(object, present));
    if (meta?.created === at && meta.bytes === checksum.bytes && meta.crc32c === checksum.crc32c) return meta;
    try {
      return await store.put(object, { kind: "copy", path }, { generation: meta?.generation ?? "0" }, datedAt(at));
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error; // another upload came between
    }
  }
}
