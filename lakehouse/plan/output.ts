import type { Field } from "../contract/field.ts";
import { quoteName } from "./quote.ts";
import { memberRef } from "./rules/test.ts";

/** The value of a column as staging holds it: a NULL list, at any depth, is an empty one, since BigQuery has no other. */
export function outputSql(field: Field): string {
  return filled(field, quoteName(field.name), 0);
}

function filled(field: Field, ref: string, depth: number): string {
  if (!holdsArray(field)) return ref;
  if (field.type.kind === "object") {
    const members = field.type.fields.map(
      (member) => `${quoteName(member.name)} := ${filled(member, memberRef(ref, member.name), depth)}`,
    );
    return `CASE WHEN ${ref} IS NULL THEN NULL ELSE struct_pack(${members.join(", ")}) END`;
  }
  const list = `coalesce(${ref}, [])`;
  if (field.type.kind !== "array" || !holdsArray(field.type.item)) return list;
  const item = `_o${depth}`;
  return `list_transform(${list}, lambda ${item}: ${filled(field.type.item, item, depth + 1)})`;
}

function holdsArray(field: Field): boolean {
  if (field.type.kind === "array") return true;
  return field.type.kind === "object" && field.type.fields.some(holdsArray);
}
