import { BigQueryError } from "./errors.ts";
import { type Field, fieldNamed } from "./fields.ts";

/** A table's schema gives way to another, which may only add columns and relax them. Throws as BigQuery does. */
export function assertGrown(table: string, present: readonly Field[], next: readonly Field[], path = ""): void {
  const no = (what: string) => new BigQueryError("invalid", `Provided Schema does not match Table ${table}. ${what}`);
  for (const field of present) {
    const name = `${path}${field.name}`;
    const other = fieldNamed(next, field.name);
    if (!other) throw no(`Field ${name} is missing in new schema`);
    if (typeText(other) !== typeText(field)) {
      throw no(`Field ${name} has changed type from ${typeText(field)} to ${typeText(other)}`);
    }
    const relaxed = field.mode === "REQUIRED" && other.mode === "NULLABLE";
    if (field.mode !== other.mode && !relaxed) {
      throw no(`Field ${name} has changed mode from ${field.mode} to ${other.mode}`);
    }
    assertGrown(table, field.fields ?? [], other.fields ?? [], `${name}.`);
  }
  for (const { name, mode } of next) {
    if (!fieldNamed(present, name) && mode === "REQUIRED") {
      throw no(`Cannot add required fields to an existing schema. (field: ${path}${name})`);
    }
  }
}

/** What a copy or load appends must be columns that are all there, in types that are the same. */
export function assertFits(table: string, target: readonly Field[], source: readonly Field[], path = ""): void {
  const no = (what: string) => new BigQueryError("invalid", `Provided Schema does not match Table ${table}. ${what}`);
  for (const field of source) {
    const name = `${path}${field.name}`;
    const held = fieldNamed(target, field.name);
    if (!held) throw no(`Cannot add fields (field: ${name})`);
    if (typeText(held) !== typeText(field)) {
      throw no(`Field ${name} has changed type from ${typeText(held)} to ${typeText(field)}`);
    }
    if (held.mode !== field.mode && !(held.mode === "NULLABLE" && field.mode === "REQUIRED")) {
      throw no(`Field ${name} has changed mode from ${held.mode} to ${field.mode}`);
    }
    assertFits(table, held.fields ?? [], field.fields ?? [], `${name}.`);
  }
  const missing = target.find(({ name }) => !fieldNamed(source, name));
  if (missing) throw no(`Field ${path}${missing.name} is missing in new schema`);
}

function typeText({ type, precision, scale }: Field): string {
  return precision === undefined ? type : `${type}(${precision}${scale === undefined ? "" : `, ${scale}`})`;
}
