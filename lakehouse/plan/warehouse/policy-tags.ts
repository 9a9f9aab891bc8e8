import type { Level } from "../../contract/field.ts";
import type { Classified, Plan } from "../plan.ts";
import type { BigQueryField } from "./bigquery.ts";

/** A column as BigQuery's API takes it, with the tag of its level; the tag's name may still be unknown. */
export interface TaggedField<Tag> extends Omit<BigQueryField, "fields"> {
  readonly policyTags?: { readonly names: readonly [Tag] };
  readonly fields?: readonly TaggedField<Tag>[];
}

/**
 * A plan's columns with the tags of their levels. Throws a RangeError on a path that leads to no value of the table:
 * what it should guard would be open.
 */
export function withPolicyTags<Tag>(
  schema: Plan["warehouse"]["bigquery"]["schema"],
  classified: readonly Classified[],
  tagOf: (level: Level) => Tag,
): TaggedField<Tag>[] {
  const open = new Map(classified.map(({ path, level }) => [path.join("."), level]));
  const tagged = (field: BigQueryField, path: string): TaggedField<Tag> => {
    const { fields, ...rest } = field;
    if (fields) return { ...rest, fields: fields.map((inner) => tagged(inner, `${path}.${inner.name}`)) };
    const level = open.get(path);
    open.delete(path);
    return level === undefined ? rest : { ...rest, policyTags: { names: [tagOf(level)] } };
  };
  // The plan's own, made by `compileBigQuery`.
  const columns = (schema as readonly BigQueryField[]).map((field) => tagged(field, field.name));
  if (open.size > 0) throw new RangeError(`the table has no value ${[...open.keys()].join(", ")}`);
  return columns;
}
