/** What a physicalType says, in the words of the type model; `any` for JSON, which holds every logical type. */
export type PhysicalKind =
  | "string"
  | "bytes"
  | "integer"
  | "float"
  | "decimal"
  | "boolean"
  | "date"
  | "timestamp"
  | "datetime"
  | "time"
  | "json"
  | "object"
  | "array";

export interface PhysicalType {
  readonly kind: PhysicalKind;
  /** Numbers in brackets: NUMERIC(10, 2) → [10, 2]. */
  readonly sizes: readonly number[];
  /** Upper-case name without brackets. */
  readonly name: string;
}

const NAMES: Readonly<Record<PhysicalKind, readonly string[]>> = {
  string: ["STRING", "VARCHAR", "CHAR", "TEXT", "UTF8", "UUID"],
  bytes: ["BYTES", "BLOB", "BINARY", "VARBINARY", "BYTEA"],
  integer: [
    "INT64",
    "INT",
    "INTEGER",
    "BIGINT",
    "SMALLINT",
    "TINYINT",
    "BYTEINT",
    "INT8",
    "INT16",
    "INT32",
    "HUGEINT",
    "UBIGINT",
    "UINTEGER",
    "USMALLINT",
    "UTINYINT",
    "UINT8",
    "UINT16",
    "UINT32",
    "UINT64",
  ],
  float: ["FLOAT64", "FLOAT32", "FLOAT", "DOUBLE", "DOUBLE PRECISION", "REAL"],
  decimal: ["NUMERIC", "DECIMAL", "BIGNUMERIC", "BIGDECIMAL"],
  boolean: ["BOOL", "BOOLEAN"],
  date: ["DATE"],
  timestamp: ["TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"],
  datetime: ["DATETIME", "TIMESTAMP WITHOUT TIME ZONE"],
  time: ["TIME"],
  json: ["JSON"],
  object: ["RECORD", "STRUCT"],
  array: ["ARRAY", "LIST", "REPEATED"],
};

const KIND_OF = new Map(
  (Object.keys(NAMES) as PhysicalKind[]).flatMap((kind) =>
    NAMES[kind].map((name): [string, PhysicalKind] => [name, kind]),
  ),
);

/** Null for a type that Sluice does not know. */
export function physicalType(text: string): PhysicalType | null {
  const match = /^\s*([A-Za-z][A-Za-z0-9 ]*?)\s*(?:\(([\d\s,]*)\)|<.*>|\[\])?\s*$/s.exec(text);
  const name = match?.[1]?.toUpperCase().replace(/\s+/g, " ") ?? "";
  const kind = text.trim().endsWith("[]") ? "array" : KIND_OF.get(name);
  const sizes = (match?.[2] ?? "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  return kind ? { kind, sizes, name } : null;
}
