import type { Partition, Policies } from "./contract.ts";
import { compareDecimals } from "./decimal.ts";
import type { FieldKind } from "./field.ts";
import type { Located } from "./fields.ts";
import type { SchemaObject } from "./schema-object.ts";

const UNKEYED: readonly FieldKind[] = ["object", "array", "json"];
const ORDERABLE: readonly FieldKind[] = ["integer", "decimal", "date", "timestamp"];
/** BigQuery clusters by no floats, bytes or times of day. */
const CLUSTERABLE: readonly FieldKind[] = ["string", "integer", "decimal", "boolean", "date", "timestamp"];
const MAX_CLUSTERING = 4;

/** The merge key, in the order of primaryKeyPosition, then of the text. */
export function readKey({ columns, report }: SchemaObject): readonly string[] {
  const positions = new Map<string, string>();
  const parts = [...columns.values()].filter(({ at }) => at.flag("primaryKey") === true);
  for (const { path, field, at } of parts) {
    if (UNKEYED.includes(field.type.kind)) {
      report(
        "key-column",
        at.get("primaryKey")?.keyPlace ?? at.place,
        `values of ${path} cannot be compared`,
        "use columns of simple types",
      );
    }
    const position = at.get("primaryKeyPosition");
    const text = position?.asDecimal() ?? null;
    if (!position || text === null || text.startsWith("-")) continue;
    const other = positions.get(text);
    if (other)
      report(
        "key-column",
        position.place,
        `${path} and ${other} have the same position`,
        "number the key columns 1, 2, 3, …",
      );
    positions.set(text, path);
  }
  const positionOf = ({ at }: Located) => {
    const text = at.get("primaryKeyPosition")?.asDecimal() ?? "-1";
    return text.startsWith("-") ? "1000000" : text;
  };
  return parts.toSorted((a, b) => compareDecimals(positionOf(a), positionOf(b))).map(({ path }) => path);
}

/** A key is looked up per partition; a row that may move to another one would be there twice. */
export function checkKeyPartition(
  schema: SchemaObject,
  key: readonly string[],
  partition: Partition | null,
  { partitionStable }: Policies,
): void {
  if (key.length === 0 || partition === null || partitionStable || key.includes(partition.column)) return;
  const where = schema.columns.get(key[0] ?? "")?.at.get("primaryKey")?.keyPlace ?? schema.at.place;
  schema.report(
    "key-partition",
    where,
    `the key lacks the partition column ${partition.column}`,
    schema.derived
      ? `add \`primaryKey: true\` to ${partition.column}`
      : `add \`primaryKey: true\` to ${partition.column}, or, if a row never changes its partition, the customProperty partitionStable: true (uniqueness is per partition)`,
  );
}

export function readClustering(
  { settings, columns, report }: SchemaObject,
  key: readonly string[],
  partition: Partition | null,
): readonly string[] {
  const given = settings.get("bigqueryClustering");
  const clusterable = (name: string) => {
    const kind = columns.get(name)?.field.type.kind;
    return kind !== undefined && CLUSTERABLE.includes(kind);
  };
  if (!given) return key.filter((name) => name !== partition?.column && clusterable(name)).slice(0, MAX_CLUSTERING);
  const names = given.items().flatMap((item) => {
    const name = item.asText() ?? "";
    if (clusterable(name)) return [name];
    const message = columns.has(name)
      ? `BigQuery clusters by no ${columns.get(name)?.field.type.kind}`
      : `there is no column ${item.shown()}`;
    report(
      "clustering",
      item.place,
      message,
      "name top-level columns of type string, integer, decimal, boolean, date or timestamp",
    );
    return [];
  });
  if (given.kind !== "list" || given.items().length > MAX_CLUSTERING || new Set(names).size < names.length) {
    report(
      "clustering",
      given.place,
      `clustering is ${given.kind === "list" ? "too long or names a column twice" : given.shown()}`,
      `list up to ${MAX_CLUSTERING} different columns`,
    );
  }
  return names.slice(0, MAX_CLUSTERING);
}

export function readSequence({ settings, columns, report }: SchemaObject, key: readonly string[]): string | null {
  const at = settings.get("sequence");
  if (!at) return null;
  const located = columns.get(at.asText() ?? "");
  const cure = "name a required column of type integer, decimal, date or timestamp";
  if (!located) report("sequence-column", at.place, `there is no column ${at.shown()}`, cure);
  else if (!ORDERABLE.includes(located.field.type.kind))
    report("sequence-column", at.place, `values of kind ${located.field.type.kind} have no order`, cure);
  else if (!located.field.required)
    report("sequence-column", at.place, `${located.path} may be NULL`, `add \`required: true\` to ${located.path}`);
  if (key.length === 0)
    report(
      "sequence-without-key",
      at.place,
      "without a key no two rows are compared",
      "add `primaryKey: true` to the key columns, or remove `sequence`",
    );
  return located?.path ?? null;
}
