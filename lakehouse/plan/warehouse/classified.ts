import { type Field, levelOf } from "../../contract/field.ts";
import type { Classified } from "../plan.ts";

/** The classified values of a table. BigQuery tags no RECORD: of a classified one every value in it is. */
export function classifiedOf(fields: readonly Field[]): Classified[] {
  return fields.flatMap((field) => valuesOf(field, [field.name]));
}

function valuesOf(field: Field, path: readonly string[]): Classified[] {
  const { type } = field;
  if (type.kind === "array") return valuesOf(type.item, path);
  if (type.kind === "object") return type.fields.flatMap((inner) => valuesOf(inner, [...path, inner.name]));
  const level = levelOf(field);
  return level === null ? [] : [{ path, level }];
}
