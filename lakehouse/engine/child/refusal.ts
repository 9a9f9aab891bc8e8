import type { ReasonCode } from "../../plan/report.ts";
import { withoutValues } from "../../plan/words-redact.ts";
import type { Refusal } from "../protocol.ts";
import { CURE } from "../refused.ts";

// What DuckDB's error texts mean for a drop. A table of data, so that the Python host can hold the same one; the first
// line that matches wins. Texts differ between DuckDB versions: test/engine/refusal.test.ts produces each with the
// version in use.

interface Meaning {
  readonly pattern: RegExp;
  readonly code: ReasonCode;
  readonly cure: string;
}

const MEANINGS: readonly Meaning[] = [
  {
    pattern: /^Out of Memory Error/,
    code: "OUT_OF_MEMORY",
    cure: "write smaller row groups (at most 128 MiB) and shorter values",
  },
  { pattern: /^[^:]*: File .* is encrypted/, code: "ENCRYPTED", cure: CURE.writePlain },
  {
    pattern: /(not valid UTF-?8|Invalid string encoding)/i,
    code: "INVALID_UTF8",
    cure: "write texts in UTF-8, or declare the column as bytes (physicalType BYTES)",
  },
  {
    pattern: /(compression codec|codec .*(not supported|unsupported)|unsupported .*codec)/i,
    code: "UNSUPPORTED_CODEC",
    cure: "compress with SNAPPY, ZSTD, GZIP, BROTLI, LZ4_RAW or not at all",
  },
  {
    pattern: /only supported for (FLOAT|boolean|string)|Unsupported page encoding/,
    code: "UNSUPPORTED_CODEC",
    cure: "write with the usual encodings: PLAIN and RLE_DICTIONARY",
  },
  {
    pattern: /^(Conversion|Mismatch Type|Out of Range) Error/,
    code: "UNSUPPORTED_TYPE",
    cure: "a rule or column cannot take this value: guard the expression (try_cast, CASE) or declare another type",
  },
  {
    pattern: /STRUCT to STRUCT cast must have/,
    code: "COLUMN_RETYPED",
    cure: "write the type that the contract declares, or declare the new one",
  },
  {
    pattern: /^Not implemented Error/i,
    code: "UNSUPPORTED_TYPE",
    cure: "write the column in a type that the contract declares",
  },
];

/** Texts that only our own statements or a broken installation can cause: a bug to be reported, not a bad drop. */
const OURS = /^(Binder|Parser|Syntax|Catalog|Permission|Sequence|Dependency|Settings) Error/;
const DUCKDB = /^[A-Z][A-Za-z ]* ?(Error|ERROR|exception)\b/;

/** The refusal that DuckDB's error text stands for, or null where the drop is not at fault. */
export function refusalOf(error: unknown): Refusal | null {
  const text = error instanceof Error ? error.message : String(error);
  if (!DUCKDB.test(text) || OURS.test(text)) return null;
  const meaning = MEANINGS.find(({ pattern }) => pattern.test(text));
  return { code: meaning?.code ?? "CORRUPT", message: wordsOf(text), cure: meaning?.cure ?? CURE.writeAgain };
}

/** What may leave the box of DuckDB's text: values may be personal, and paths are the box's. */
export function wordsOf(text: string): string {
  return withoutValues(text).replaceAll(/\/\S+/g, "…").slice(0, 300);
}
