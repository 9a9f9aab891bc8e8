import type { TableColumn } from "../../ports.ts";
import type { RestField } from "./rest.ts";

/** Columns of the port carry a type's parameters in its name: `NUMERIC(10, 2)`, `STRING(20)`. */
export function columnOf({ name = "", type = "", mode, precision, scale, maxLength, fields }: RestField): TableColumn {
  const parameters = maxLength ?? (precision === undefined ? undefined : `${precision}${scale ? `, ${scale}` : ""}`);
  return {
    name,
    type: parameters === undefined ? type : `${type}(${parameters})`,
    mode: mode === "REQUIRED" || mode === "REPEATED" ? mode : "NULLABLE",
    ...(fields && { fields: fields.map(columnOf) }),
  };
}

export function fieldOf({ name, type, mode, fields }: TableColumn): RestField {
  const [, base = type, first, second] = /^(\w+)\((\d+)(?:, (\d+))?\)$/.exec(type) ?? [];
  const isNumber = base === "NUMERIC" || base === "BIGNUMERIC";
  return {
    name,
    type: base,
    mode,
    ...(first !== undefined && (isNumber ? { precision: first } : { maxLength: first })),
    ...(second !== undefined && { scale: second }),
    ...(fields && { fields: fields.map(fieldOf) }),
  };
}
