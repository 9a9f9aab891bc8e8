import type { DuckdbType } from "./duckdb-type.ts";

// What a draft is made from: facts about one file, gathered by SQL (profile-sql.ts), read here as data only.

export type ValueKind = "text" | "number" | "instant" | "day" | "boolean" | "other";

export interface ColumnProfile {
  readonly name: string;
  readonly type: DuckdbType;
  readonly kind: ValueKind;
  readonly nulls: number;
  /** About how many different values (HyperLogLog). */
  readonly distinct: number;
  /** Least and greatest value as text; instants and days in ISO form, numbers without exponent where exact. */
  readonly least: string | null;
  readonly greatest: string | null;
  readonly shortest: number;
  readonly longest: number;
  /** NaN and infinite values. */
  readonly notFinite: number;
  /** Different texts with their rows, the most frequent first; only of text columns. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
  /** Rows that a known form or a candidate pattern does not fit, by its name; absent: not asked. */
  readonly misfits: Readonly<Record<string, number>>;
}

export interface Profile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** Candidate keys whose values are all there and all different. */
  readonly keys: readonly (readonly string[])[];
  /** Rows that equal another in every column; null: not counted. */
  readonly repeated: number | null;
}

export function kindOf(type: DuckdbType): ValueKind {
  if (type.kind !== "scalar") return "other";
  const { name } = type;
  if (name === "VARCHAR" || name === "UUID" || name === "ENUM") return "text";
  if (name === "DATE") return "day";
  if (name.startsWith("TIMESTAMP")) return "instant";
  if (name === "BOOLEAN") return "boolean";
  return /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL|FLOAT|DOUBLE)$/.test(name) ? "number" : "other";
}

export function isWhole(type: DuckdbType): boolean {
  return type.kind === "scalar" && /INT/.test(type.name);
}

/** Names by which people mark identifiers: `id`, `order_id`, `deviceId`, `uuid`, `booking_key`. */
export function looksLikeId(name: string): boolean {
  return (
    /(^|_)(id|uuid|guid|key|code|number|no|nr)$/i.test(name) ||
    /[a-z](Id|Key|Uuid)$/.test(name) ||
    /^(uuid|guid)/i.test(name)
  );
}
