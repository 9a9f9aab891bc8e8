import type { DuckdbType } from "./duckdb-type.ts";
import { type FlowValue, flow } from "./yaml.ts";

/** How the contract spells a type: `logicalType`, and what else it takes to hold it. */
export interface Spelling {
  readonly logicalType: string;
  readonly physicalType?: string;
  readonly options?: Readonly<Record<string, FlowValue>>;
  readonly properties?: readonly (Spelling & { readonly name: string })[];
  readonly items?: Spelling;
}

const json = (logicalType: string): Spelling => ({ logicalType, physicalType: "JSON" });

/** Null for what the contract has no word for, such as an interval. */
export function spellingOf(type: DuckdbType): Spelling | null {
  switch (type.kind) {
    case "scalar":
      return scalarSpelling(type.name, type.sizes);
    case "map":
      return json("object");
    case "list":
      return listSpelling(type.item);
    case "struct":
      return structSpelling(type.fields);
  }
}

/** BigQuery has no list of lists: kept as JSON. */
function listSpelling(item: DuckdbType): Spelling | null {
  if (item.kind === "list") return json("array");
  const items = spellingOf(item);
  return items && { logicalType: "array", items };
}

/** Nested fields keep the producer's names; where those are no names for a table, the whole is kept as JSON. */
function structSpelling(fields: readonly { readonly name: string; readonly type: DuckdbType }[]): Spelling {
  const names = fields.map(({ name }) => name.toLowerCase());
  const properties = fields.flatMap(({ name, type }) => {
    const spelling = spellingOf(type);
    return spelling && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name) ? [{ ...spelling, name }] : [];
  });
  const whole = properties.length === fields.length && new Set(names).size === names.length && names.length > 0;
  return whole ? { logicalType: "object", properties } : json("object");
}

function scalarSpelling(name: string, sizes: readonly number[]): Spelling | null {
  const bits = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64, HUGEINT: 128 }[name.replace(/^U/, "")];
  if (bits !== undefined)
    return { logicalType: "integer", options: { format: `${name.startsWith("U") ? "u" : "i"}${bits}` } };
  if (name.startsWith("TIMESTAMP")) {
    return name.includes("TIME ZONE")
      ? { logicalType: "timestamp" }
      : { logicalType: "timestamp", physicalType: "DATETIME" };
  }
  if (name.startsWith("TIME")) return { logicalType: "time" };
  switch (name) {
    case "VARCHAR":
    case "UUID":
    case "ENUM":
      return { logicalType: "string" };
    case "BLOB":
      return { logicalType: "string", physicalType: "BYTES" };
    case "JSON":
      return json("object");
    case "DECIMAL":
      return { logicalType: "number", physicalType: `NUMERIC(${sizes[0] ?? 18}, ${sizes[1] ?? 3})` };
    case "FLOAT":
    case "DOUBLE":
      return { logicalType: "number", options: { format: name === "FLOAT" ? "f32" : "f64" } };
    case "BOOLEAN":
    case "DATE":
      return { logicalType: name.toLowerCase() };
    default:
      return null;
  }
}

/** The lines of a property behind its name; `options` are those that the data added to the type's own. */
export function spellingLines(spelling: Spelling, indent: string): string[] {
  const { logicalType, physicalType, options, properties, items } = spelling;
  const lines = [`${indent}logicalType: ${logicalType}`];
  if (physicalType !== undefined) lines.push(`${indent}physicalType: ${flow(physicalType)}`);
  if (options !== undefined && Object.keys(options).length > 0)
    lines.push(`${indent}logicalTypeOptions: ${flow(options)}`);
  if (properties !== undefined) {
    lines.push(`${indent}properties:`, ...properties.map((property) => `${indent}  - ${flow(nested(property))}`));
  }
  if (items !== undefined) lines.push(`${indent}items: ${flow(nested(items))}`);
  return lines;
}

function nested(spelling: Spelling & { readonly name?: string }): FlowValue {
  const { name, logicalType, physicalType, options, properties, items } = spelling;
  return {
    name,
    logicalType,
    physicalType,
    logicalTypeOptions: options,
    properties: properties?.map(nested),
    items: items && nested(items),
  };
}
