import type { Plan } from "../../plan/plan.ts";
import { refuseMalformed } from "../footer/refuse-malformed.ts";
import { CURE, refuse } from "../refused.ts";
import { checkSchema } from "./check-schema.ts";
import { type Footer, FooterTooLarge, type RowGroup, readFooter, UnreadableName } from "./footer.ts";

type Limits = Plan["limits"];

/** Of parquet.thrift; those DuckDB reads are allowed. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];
const READABLE: ReadonlySet<string> = new Set(["UNCOMPRESSED", "SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4_RAW"]);

/** PLAIN to BYTE_STREAM_SPLIT; 1 was never used. */
const ENCODINGS: ReadonlySet<number> = new Set([0, 2, 3, 4, 5, 6, 7, 8, 9]);

const GROUPS_PER_LEAF = 4;

/** Checks every claim of the footer that can be checked without decoding. */
export function checkFooter(bytes: Uint8Array, fileBytes: number, limits: Limits): Footer {
  const footer = parse(bytes, limits);
  if (footer.encrypted) refuse("ENCRYPTED", "columns of the file are encrypted (its footer is plain)", CURE.writePlain);
  const { leaves, repeated } = checkSchema(footer.schema, limits);
  for (const [index, group] of footer.groups.entries()) checkGroup(group, index, leaves, repeated, limits);
  checkTotals(footer, fileBytes, limits);
  return footer;
}

function parse(bytes: Uint8Array, limits: Limits): Footer {
  try {
    const most = { elements: limits.leafColumns * GROUPS_PER_LEAF, rowGroups: limits.rowGroups };
    return refuseMalformed(() => readFooter(bytes, most));
  } catch (error) {
    if (error instanceof FooterTooLarge) {
      refuse(
        "TOO_COMPLEX",
        `the file has ${error.message}`,
        "write fewer columns, and row groups of 100,000 rows or more",
      );
    }
    if (error instanceof UnreadableName)
      refuse("INVALID_UTF8", "the name of a column is not UTF-8", "name columns in UTF-8");
    throw error;
  }
}

function lie(message: string): never {
  refuse("FOOTER_LIES", message, CURE.blameWriter);
}

function checkGroup(
  group: RowGroup,
  index: number,
  leaves: number,
  repeated: ReadonlySet<number>,
  limits: Limits,
): void {
  const codec = [...group.codecs].map((code) => CODECS[code] ?? `codec ${code}`).find((name) => !READABLE.has(name));
  if (codec)
    refuse(
      "UNSUPPORTED_CODEC",
      `row group ${index} is compressed with ${codec}`,
      `use one of ${[...READABLE].join(", ")}`,
    );
  const odd = [...group.encodings].find((encoding) => !ENCODINGS.has(encoding));
  if (odd !== undefined)
    refuse(
      "UNSUPPORTED_CODEC",
      `row group ${index} uses encoding ${odd}`,
      "write with the usual encodings: PLAIN and RLE_DICTIONARY",
    );
  if (group.chunks !== leaves) lie(`row group ${index} has ${group.chunks} columns, the schema has ${leaves}`);
  if (!Number.isSafeInteger(group.rows) || group.rows < 0) lie(`row group ${index} has ${group.rows} rows`);
  if (!Number.isSafeInteger(group.bytes)) lie(`row group ${index} has columns of a negative size`);
  if (group.bytes > limits.rowGroupBytes) {
    const message = `row group ${index} unpacks to ${mebibytes(group.bytes)}, ${mebibytes(limits.rowGroupBytes)} are allowed`;
    refuse("TOO_LARGE", message, "write smaller row groups, 128 MiB at most");
  }
  // A flat column has one value (or NULL) a row; a repeated one at least one.
  const short = group.values.findIndex(
    (count, leaf) => count !== group.rows && (count < group.rows || !repeated.has(leaf)),
  );
  if (short >= 0)
    lie(`row group ${index} has ${group.rows} rows, its column ${short} has ${group.values[short]} values`);
}

function checkTotals({ rows, groups }: Footer, fileBytes: number, limits: Limits): void {
  const total = groups.reduce((sum, group) => sum + group.rows, 0);
  if (total !== rows) lie(`the footer counts ${rows} rows, its row groups ${total}`);
  const unpacked = groups.reduce((sum, group) => sum + group.bytes, 0);
  if (unpacked > fileBytes * limits.expansion) {
    const message = `${mebibytes(fileBytes)} unpack to ${mebibytes(unpacked)}, more than ${limits.expansion} times as much`;
    refuse("TOO_LARGE", message, "split the file, or write it with a weaker codec");
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
