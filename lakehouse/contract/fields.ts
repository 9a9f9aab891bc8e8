import type { Cursor } from "./cursor.ts";
import { CLASSIFICATIONS, type Field, type FieldPath, type FieldType } from "./field.ts";
import type { Report } from "./lint.ts";
import { readType } from "./scalar-type.ts";
import { readSettings } from "./settings.ts";
import { oneOf } from "./spelling.ts";

/** A field with its path and the text it was read from. */
export interface Located {
  readonly path: FieldPath;
  readonly field: Field;
  readonly at: Cursor;
  /** A column of the table, not something inside one. */
  readonly top: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** BigQuery's own prefixes, then Sluice's columns. */
const RESERVED =
  /^(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER|_CHANGE_|sluice_|_reasons$|_object$|_generation$|_row$)/i;

/** The columns of a schema object, and every field at any depth in the order of the text. */
export function readFields(schema: Cursor, report: Report): { fields: readonly Field[]; located: readonly Located[] } {
  const located: Located[] = [];
  const fields = readProperties(schema, "", null, located, report);
  if (fields.length === 0) {
    report(
      "field-type",
      schema.place,
      "the dataset has no column that can be read",
      "add `properties` with at least one column",
    );
  }
  return { fields, located };
}

function readProperties(
  owner: Cursor,
  prefix: string,
  classification: string | null,
  located: Located[],
  report: Report,
): Field[] {
  const fields: Field[] = [];
  const names = new Set<string>();
  const physicals = new Set<string>();
  for (const at of owner.list("properties")) {
    const name = at.text("name");
    if (name === null) continue;
    const where = at.get("name")?.place ?? at.place;
    checkName(name, at, report);
    if (names.has(name.toLowerCase()))
      report("field-twice", where, `\`${name}\` is there twice`, "rename one; case does not count");
    names.add(name.toLowerCase());
    const promised =
      owner
        .get("logicalTypeOptions")
        ?.list("required")
        .some((item) => item.asText() === name) ?? false;
    const field = readField(at, name, prefix + name, promised, classification, located, report);
    if (!field) continue;
    if (physicals.has(field.physical.toLowerCase())) {
      const place = at.get("physicalName")?.place ?? where;
      report("field-twice", place, `two columns are read from \`${field.physical}\``, "give each its own physicalName");
    }
    physicals.add(field.physical.toLowerCase());
    fields.push(field);
  }
  checkPromised(owner, names, report);
  return fields;
}

function readField(
  at: Cursor,
  name: string,
  path: FieldPath,
  promised: boolean,
  inherited: string | null,
  located: Located[],
  report: Report,
): Field | null {
  const top = !/[.[]/.test(path);
  readSettings(at, "property", report);
  checkNesting(at, name, top, report);
  checkClassification(at, report);
  const type = readType(at, report);
  const classification = at.text("classification") ?? inherited;
  // The field stands before what is inside it, as in the text.
  const index = located.length;
  const inner =
    type === "object" || type === "array" ? readInner(type, at, path, classification, located, report) : type;
  if (!inner) return null;
  if (inner.kind === "json" && (at.get("properties") || at.get("items"))) {
    report(
      "json-children",
      at.place,
      "fields inside a JSON column are not checked",
      "remove them, or the physicalType JSON",
    );
  }
  const physical = top ? (at.text("physicalName") ?? name) : name;
  const required = promised || at.flag("required") === true || (top && at.flag("primaryKey") === true);
  const field: Field = { name, physical, type: inner, required, description: at.text("description"), classification };
  located.splice(index, 0, { path, field, at, top });
  return field;
}

function readInner(
  type: "object" | "array",
  at: Cursor,
  path: FieldPath,
  classification: string | null,
  located: Located[],
  report: Report,
): FieldType | null {
  if (type === "object") {
    const fields = readProperties(at, `${path}.`, classification, located, report);
    if (fields.length > 0) return { kind: "object", fields };
    report(
      "field-type",
      at.place,
      "the object has no fields that can be read",
      "add `properties`, or write `physicalType: JSON`",
    );
    return null;
  }
  const items = at.get("items");
  if (items?.kind !== "map") {
    report("field-type", at.place, "the array does not say what it holds", "add `items: {logicalType: …}`");
    return null;
  }
  if (items.text("logicalType") === "array" && !/^\s*json\s*$/i.test(items.text("physicalType") ?? "")) {
    report(
      "field-type",
      items.place,
      "BigQuery has no list of lists",
      "write `physicalType: JSON` for the outer list, or put an object between the lists",
    );
    return null;
  }
  const item = readField(items, "[]", `${path}[]`, false, classification, located, report);
  return item && { kind: "array", item };
}

function checkName(name: string, at: Cursor, report: Report): void {
  const where = at.get("name")?.place ?? at.place;
  if (!NAME.test(name)) {
    report(
      "field-name",
      where,
      `${JSON.stringify(name)} is no column name`,
      "write letters, digits and _, at most 128, no digit first; the producer's name goes into `physicalName`",
    );
  } else if (RESERVED.test(name)) {
    report(
      "field-name",
      where,
      `\`${name}\` is reserved`,
      "choose another name; the producer's name goes into `physicalName`",
    );
  }
}

function checkNesting(at: Cursor, name: string, top: boolean, report: Report): void {
  if (at.list("relationships").length > 0) {
    report(
      "relationships-ignored",
      at.get("relationships")?.keyPlace ?? at.place,
      "a relationship is documentation only",
      "check it in a `type: sql` rule with `when: afterPublish`",
    );
  }
  if (top) return;
  const physical = at.text("physicalName");
  if (physical !== null && physical !== name) {
    report(
      "nested-physical-name",
      at.get("physicalName")?.place ?? at.place,
      "a nested field keeps the producer's name",
      `write \`name: ${physical}\` and remove the physicalName`,
    );
  }
  for (const key of ["primaryKey", "partitioned", "unique"]) {
    if (at.flag(key) !== true) continue;
    report(
      "nested-key",
      at.get(key)?.keyPlace ?? at.place,
      `\`${key}\` inside a column has no meaning`,
      "let the producer deliver the value as a column of its own",
    );
  }
}

function checkClassification(at: Cursor, report: Report): void {
  const word = at.text("classification");
  if (word === null || CLASSIFICATIONS.includes(word.toLowerCase())) return;
  report(
    "classification-level",
    at.get("classification")?.place ?? at.place,
    `${JSON.stringify(word)} is guarded as restricted`,
    `write ${oneOf(CLASSIFICATIONS)}, if it is one of them`,
  );
}

function checkPromised(owner: Cursor, names: ReadonlySet<string>, report: Report): void {
  for (const item of owner.get("logicalTypeOptions")?.list("required") ?? []) {
    const name = item.asText();
    if (name === null || names.has(name.toLowerCase())) continue;
    report("option-value", item.place, `\`${name}\` is no field of this object`, "name one of its properties");
  }
}
