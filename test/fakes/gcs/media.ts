import { gunzipSync } from "node:zlib";
import type { Answer, Asked } from "../http/service.ts";
import { Refusal } from "./refusal.ts";
import { etagOf } from "./resource.ts";
import type { Stored } from "./stored.ts";

/** Content, with what belongs to it in the headers: the checksums are those of the stored bytes, whatever is sent of them. */
export function media(stored: Stored, { headers }: Asked): Answer {
  const { bytes, given, crc32c, md5, generation, metageneration, updated } = stored;
  const encoding = given.contentEncoding ?? "identity";
  const isUnpacked = encoding === "gzip" && !`${headers["accept-encoding"] ?? ""}`.includes("gzip");
  const whole = isUnpacked ? gunzipSync(bytes) : bytes;
  const range = isUnpacked ? null : rangeOf(headers.range, whole.length);
  return {
    status: range ? 206 : 200,
    headers: {
      "content-type": given.contentType ?? "application/octet-stream",
      ...(encoding !== "identity" && !isUnpacked && { "content-encoding": encoding }),
      ...(range && { "content-range": `bytes ${range.start}-${range.end - 1}/${whole.length}` }),
      etag: etagOf(stored),
      "last-modified": new Date(updated).toUTCString(),
      "x-goog-generation": String(generation),
      "x-goog-metageneration": String(metageneration),
      "x-goog-hash": `crc32c=${crc32c}${md5 === null ? "" : `,md5=${md5}`}`,
      "x-goog-storage-class": "STANDARD",
      "x-goog-stored-content-encoding": encoding,
      "x-goog-stored-content-length": String(bytes.length),
    },
    body: range ? whole.subarray(range.start, range.end) : whole,
  };
}

/** `end` is not part of it; null: all. */
function rangeOf(header: string | undefined, size: number): { readonly start: number; readonly end: number } | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= end) throw new Refusal(416, "requestedRangeNotSatisfiable", "Requested range not satisfiable");
  return { start, end };
}
