/** Formats of a string that Sluice checks; the predicate of each stands in docs/rules.md. */
export const STRING_FORMATS = [
  "uuid",
  "email",
  "uri",
  "ipv4",
  "ipv6",
  "hostname",
  "byte",
  "binary",
  "password",
] as const;
export type StringFormat = (typeof STRING_FORMATS)[number];

export const INTEGER_FORMATS = ["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"] as const;
export type IntegerFormat = (typeof INTEGER_FORMATS)[number];

/** What a column holds, in Sluice's own words; `plan/types.ts` maps each kind to DuckDB and BigQuery. */
export type FieldType =
  | { readonly kind: "string" }
  | { readonly kind: "bytes" }
  /** ODCS `integer`; without `format` it is i64. u64 and 128 bit are kept as decimals. */
  | { readonly kind: "integer"; readonly format: IntegerFormat }
  /** ODCS `number` with physicalType NUMERIC(p,s), DECIMAL(p,s) or BIGNUMERIC(p,s); 1 ≤ precision ≤ 38. */
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "float"; readonly format: "f32" | "f64" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  /** `utc`: an instant (BigQuery TIMESTAMP); `none`: a wall clock without a zone (DATETIME). */
  | { readonly kind: "timestamp"; readonly zone: "utc" | "none" }
  | { readonly kind: "time" }
  /** physicalType JSON: any nested value, kept as JSON text. */
  | { readonly kind: "json" }
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  | { readonly kind: "array"; readonly item: Field };

export type FieldKind = FieldType["kind"];

/** A column, a field of an object, or the item of an array (whose name is `[]`). */
export interface Field {
  /** Name after the split: in rules, staging and consumption. */
  readonly name: string;
  /** Name in the producer's Parquet (ODCS physicalName; default: name). Top-level columns only. */
  readonly physical: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly description: string | null;
  /** ODCS classification, inherited by nested fields; anything but null, `public` and `internal` is masked in samples. */
  readonly classification: string | null;
}

/** `latitude`, `battery.level`, `wifi_aps[].rssi`: where a rule applies. Empty: the whole row. */
export type FieldPath = string;

/** The fields on the way to `path`, outermost first; null if there is no such path. Array steps give the array and its item. */
export function resolvePath(fields: readonly Field[], path: FieldPath): readonly Field[] | null {
  const steps = path.replaceAll("[]", ".[]").split(".");
  const found: Field[] = [];
  let open: readonly Field[] = fields;
  for (const step of steps) {
    const field = open.find((candidate) => candidate.name === step);
    if (!field) return null;
    found.push(field);
    open = field.type.kind === "object" ? field.type.fields : field.type.kind === "array" ? [field.type.item] : [];
  }
  return found;
}

/** The path that `resolvePath` would find these fields by. */
export function pathText(path: readonly Field[]): FieldPath {
  return path
    .map((field) => field.name)
    .join(".")
    .replaceAll(".[]", "[]");
}

/** What every role may read. */
const OPEN = ["public", "internal"];
/** What a role reads with `readClassified` alone, the stricter level last. */
export const LEVELS = ["confidential", "restricted"] as const;
export type Level = (typeof LEVELS)[number];

/** Classifications that mean what they say; any other word counts as the strictest. */
export const CLASSIFICATIONS: readonly string[] = [...OPEN, ...LEVELS];

/** How this field is guarded; null: not at all. */
export function levelOf({ classification }: Field): Level | null {
  if (classification === null) return null;
  const word = classification.toLowerCase();
  return OPEN.includes(word) ? null : (LEVELS.find((level) => level === word) ?? "restricted");
}

/** True when samples of this field must not show the value itself. */
export function isClassified(field: Field): boolean {
  return levelOf(field) !== null;
}
