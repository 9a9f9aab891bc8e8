// What lies in landing and is no drop, nor a stranger that somebody should hear of.

/** Parts of one upload, which gsutil and gcloud put together and then remove. */
const PARTS = /^(?:gsutil|gcloud)\/tmp\/parallel_composite_uploads\//;

/** Never a drop, whatever a contract's pattern says: the name of a folder, or a part of an upload. */
export function isNoDrop(name: string): boolean {
  return name.endsWith("/") || PARTS.test(name);
}

/** Written beside data by those who write data: `_SUCCESS`, `_temporary/0/…`, `.part-0.crc`. No drop, unless a contract says so. */
export function isBesideData(name: string): boolean {
  return name.split("/").some((part) => /^[_.]/.test(part));
}
