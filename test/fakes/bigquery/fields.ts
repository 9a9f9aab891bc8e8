import type { RestField } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName } from "../../../lakehouse/plan/quote.ts";
import { BigQueryError } from "./errors.ts";

/** A column with everything said: types by the API's own names. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  readonly precision?: string;
  readonly scale?: string;
  readonly description?: string;
  readonly fields?: readonly Field[];
}

const SYNONYMS: Readonly<Record<string, string>> = {
  INT64: "INTEGER",
  FLOAT64: "FLOAT",
  BOOL: "BOOLEAN",
  STRUCT: "RECORD",
};

const SCALARS: Readonly<Record<string, string>> = {
  STRING: "VARCHAR",
  BYTES: "BLOB",
  INTEGER: "BIGINT",
  FLOAT: "DOUBLE",
  BOOLEAN: "BOOLEAN",
  DATE: "DATE",
  TIME: "TIME",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
};

const RESERVED = /^(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER)/i;

/** A schema as somebody gave it, or the error that BigQuery has for it. */
export function readFields(fields: readonly RestField[] | undefined, place = ""): Field[] {
  if (!fields || fields.length === 0) throw new BigQueryError("invalid", `Schema${place} has no fields.`);
  const seen = new Set<string>();
  return fields.map((field) => {
    const name = field.name ?? "";
    if (!/^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,299}$/u.test(name) || RESERVED.test(name)) {
      throw new BigQueryError("invalid", `Invalid field name "${name}".`);
    }
    if (seen.has(name.toLowerCase())) throw new BigQueryError("invalid", `Field ${name} already exists in schema`);
    seen.add(name.toLowerCase());
    return readField(name, field);
  });
}

function readField(
  name: string,
  { type = "", mode = "NULLABLE", precision, scale, description, fields }: RestField,
): Field {
  const known = SYNONYMS[type] ?? type;
  if (mode !== "NULLABLE" && mode !== "REQUIRED" && mode !== "REPEATED") {
    throw new BigQueryError("invalid", `Invalid mode ${mode} of field ${name}`);
  }
  const field: Field = {
    name,
    type: known,
    mode,
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
    ...(description !== undefined && { description }),
    ...(known === "RECORD" && { fields: readFields(fields, ` of ${name}`) }),
  };
  duckdbType(field); // refuses what there is not
  return field;
}

export function duckdbType(field: Field): string {
  return field.mode === "REPEATED" ? `${itemType(field)}[]` : itemType(field);
}

/** Of a column that repeats, the type of one item. */
export function itemType(field: Field): string {
  const { name, type, fields = [] } = field;
  if (type === "RECORD") {
    return `STRUCT(${fields.map((inner) => `${quoteName(inner.name)} ${duckdbType(inner)}`).join(", ")})`;
  }
  if (type === "NUMERIC" || type === "BIGNUMERIC") return decimalType(field);
  const scalar = SCALARS[type];
  if (!scalar) throw new BigQueryError("invalid", `Invalid field type ${type} of ${name}`);
  return scalar;
}

/** Digits after and before the point that a type has at most. */
const DIGITS = { NUMERIC: { scale: 9, whole: 29 }, BIGNUMERIC: { scale: 38, whole: 38 } } as const;

/** DuckDB has 38 digits, BIGNUMERIC 76: without a precision those before the point are kept. */
function decimalType({ name, type, precision, scale = "0" }: Field): string {
  if (precision === undefined) return type === "NUMERIC" ? "DECIMAL(38,9)" : "DECIMAL(38,0)";
  const [digits, after] = [Number(precision), Number(scale)];
  const most = DIGITS[type as keyof typeof DIGITS];
  if (after > most.scale || digits - after > most.whole || digits < Math.max(1, after)) {
    throw new BigQueryError("invalid", `Precision ${precision} and scale ${scale} of ${name} are none of ${type}`);
  }
  if (digits > 38) throw new BigQueryError("notImplemented", `the fake has no decimals of ${digits} digits`);
  return `DECIMAL(${digits},${after})`;
}

/** As the API gives a schema back. */
export function restField({ fields, ...field }: Field): RestField {
  return { ...field, ...(fields && { fields: fields.map(restField) }) };
}

export function fieldNamed(fields: readonly Field[], name: string): Field | undefined {
  return fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}
