import { quoteName } from "../../../lakehouse/plan/quote.ts";
import { BigQueryError } from "./errors.ts";
import { type Field, fieldNamed, itemType } from "./fields.ts";

// How a column of a file becomes a column of a table: types must be alike, fields are found by name.

/** Throws where the file's column cannot become the table's. */
export function assertReadable(file: Field, wanted: Field, decimals: readonly string[], path = wanted.name): void {
  const no = (what: string) =>
    new BigQueryError("invalid", `Error while reading data, error message: Field ${path} ${what}`);
  if ((file.mode === "REPEATED") !== (wanted.mode === "REPEATED")) {
    throw no(`has changed mode from ${wanted.mode} to ${file.mode}`);
  }
  if (wanted.mode === "REQUIRED" && file.mode !== "REQUIRED") {
    throw no(`has changed mode from REQUIRED to ${file.mode}`);
  }
  if (file.type === "DECIMAL") assertDecimal(file, wanted, decimals, no);
  else if (file.type !== wanted.type) throw no(`has changed type from ${wanted.type} to ${file.type}`);
  for (const inner of file.fields ?? []) {
    const other = fieldNamed(wanted.fields ?? [], inner.name);
    if (!other) throw no(`has no field ${inner.name} in the schema`);
    assertReadable(inner, other, decimals, `${path}.${other.name}`);
  }
  assertNoneRequired(wanted.fields ?? [], file.fields ?? [], no);
}

export function assertNoneRequired(
  wanted: readonly Field[],
  held: readonly Field[],
  no: (what: string) => Error,
): void {
  const missing = wanted.find(({ name, mode }) => mode === "REQUIRED" && !fieldNamed(held, name));
  if (missing) throw no(`${missing.name} is REQUIRED and not in the file`);
}

/** A decimal becomes the first target type that holds all its digits; that one must be the schema's. */
function assertDecimal(
  { precision = "0", scale = "0" }: Field,
  wanted: Field,
  decimals: readonly string[],
  no: (what: string) => Error,
): void {
  const whole = Number(precision) - Number(scale);
  const holds = (type: string) =>
    type === "NUMERIC" ? Number(scale) <= 9 && whole <= 29 : type === "BIGNUMERIC" && whole <= 38;
  const read = decimals.find(holds);
  const text = `DECIMAL(${precision}, ${scale})`;
  if (read !== wanted.type) throw no(`has changed type from ${wanted.type} to ${read ?? text}`);
  const [most, after] = [Number(wanted.precision ?? "77"), Number(wanted.scale ?? (wanted.precision ? "0" : "38"))];
  const fits = Number(scale) <= after && whole <= most - after;
  if (wanted.precision !== undefined && !fits) throw no(`takes no ${text}`);
  if (wanted.precision === undefined && wanted.type === "BIGNUMERIC" && Number(scale) > 0) {
    throw new BigQueryError(
      "notImplemented",
      "the fake keeps no digits after the point of a BIGNUMERIC without a scale",
    );
  }
}

/** SQL of the value: fields that the file lacks are NULL, a list that is NULL is empty. */
export function readSql(expression: string, file: Field | undefined, wanted: Field, depth = 0): string {
  if (!file) return wanted.mode === "REPEATED" ? "[]" : "NULL";
  if (wanted.mode === "REPEATED") {
    const item = `x${depth}`;
    const value = readSql(item, { ...file, mode: "NULLABLE" }, { ...wanted, mode: "NULLABLE" }, depth + 1);
    return `coalesce(list_transform(${expression}, lambda ${item}: ${value}), [])`;
  }
  if (!wanted.fields) return `CAST(${expression} AS ${itemType(wanted)})`;
  const fields = wanted.fields.map((field) => {
    const inner = fieldNamed(file.fields ?? [], field.name);
    const at = `${expression}.${quoteName(inner?.name ?? field.name)}`;
    return `${quoteName(field.name)} := ${readSql(at, inner, field, depth)}`;
  });
  return `CASE WHEN ${expression} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
}

/** SQL that is true where a list holds NULL, which no array of BigQuery's does. */
export function holdsNull(expression: string, file: Field, depth = 0): string {
  const parts = (file.fields ?? []).map((field) => holdsNull(`${expression}.${quoteName(field.name)}`, field, depth));
  if (file.mode !== "REPEATED") return anyOf(parts);
  const item = `n${depth}`;
  const inside = (file.fields ?? []).map((field) => holdsNull(`${item}.${quoteName(field.name)}`, field, depth + 1));
  const bad = anyOf([`${item} IS NULL`, ...inside]);
  return `coalesce(len(list_filter(${expression}, lambda ${item}: ${bad})) > 0, FALSE)`;
}

function anyOf(parts: readonly string[]): string {
  const real = parts.filter((part) => part !== "FALSE");
  return real.length === 0 ? "FALSE" : `coalesce(${real.join(" OR ")}, FALSE)`;
}
