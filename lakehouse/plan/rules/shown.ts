import { type Field, isClassified } from "../../contract/field.ts";
import { quoteName, quoteText } from "../quote.ts";

/** Samples are cut to this many characters. */
const SHOWN = 80;

/**
 * The text of a value in a sample. Masked values keep their shape only (letters to x and X, digits to 9), so that
 * "wrong length" or "wrong alphabet" can still be seen; the real value never leaves the child.
 */
export function shownSql(field: Field, value: string, masked: boolean): string {
  if (holdsTime(field)) return shownTime(field, value);
  // A timestamp far outside its range cannot even be written as text.
  const text = `coalesce(TRY(left(CAST(${value} AS VARCHAR), ${SHOWN})), CASE WHEN ${value} IS NOT NULL THEN '(not printable)' END)`;
  if (!masked) return text;
  const lower = `regexp_replace(${text}, '[\\p{Ll}\\p{Lt}\\p{Lm}\\p{Lo}]', 'x', 'g')`;
  const letters = `regexp_replace(${lower}, '\\p{Lu}', 'X', 'g')`;
  const digits = `regexp_replace(${letters}, '\\p{N}', '9', 'g')`;
  return `regexp_replace(${digits}, '[^\\x00-\\x7F]', '*', 'g')`;
}

/** Writing a time of day that lies outside the day ends the process, wherever it stands in the value. */
function shownTime(field: Field, value: string): string {
  if (field.type.kind !== "time") return "'(not printable)'";
  return `CASE WHEN ${value} IS NOT NULL THEN CAST(epoch_us(${value}) AS VARCHAR) || ' us' END`;
}

function holdsTime(field: Field): boolean {
  if (field.type.kind === "object") return field.type.fields.some(holdsTime);
  return field.type.kind === "array" ? holdsTime(field.type.item) : field.type.kind === "time";
}

/** True if the value at the end of `path` may not be shown: a field on the way, or any inside it, is classified. */
export function isMasked(path: readonly Field[]): boolean {
  const last = path.at(-1);
  return path.some(isClassified) || (last !== undefined && hasClassified(last));
}

function hasClassified(field: Field): boolean {
  if (isClassified(field)) return true;
  if (field.type.kind === "object") return field.type.fields.some(hasClassified);
  return field.type.kind === "array" && hasClassified(field.type.item);
}

/** For a rule over the whole row: the columns that its text names, as `latitude=0, longitude=0`. */
export function shownRow(fields: readonly Field[], text: string): { shown: string; masked: boolean } {
  const named = fields.filter((field) => new RegExp(`(^|[^A-Za-z0-9_])${field.name}([^A-Za-z0-9_]|$)`, "i").test(text));
  if (named.length === 0) return { shown: "NULL::VARCHAR", masked: false };
  const parts = named.map((field) => {
    const value = shownSql(field, quoteName(field.name), isMasked([field]));
    return `${quoteText(`${field.name}=`)} || coalesce(${value}, 'NULL')`;
  });
  return { shown: `concat_ws(', ', ${parts.join(", ")})`, masked: named.some((field) => isMasked([field])) };
}
