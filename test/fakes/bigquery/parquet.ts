import { quoteText } from "../../../lakehouse/plan/quote.ts";
import type { Database } from "./database.ts";
import { BigQueryError } from "./errors.ts";
import type { Field } from "./fields.ts";

// What BigQuery reads a Parquet file as: https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-parquet

/** A line of the file's schema; children follow their parent. */
interface Line {
  readonly name: string;
  readonly type: string | null;
  readonly repetition: string;
  readonly children: number;
  readonly converted: string | null;
  readonly logical: string;
  readonly scale: string | null;
  readonly precision: string | null;
}

interface Node extends Line {
  readonly nodes: readonly Node[];
}

/** Columns of a file. Without list inference a list is what the file says: a record with a record that repeats. */
export async function parquetFields(database: Database, path: string, listInference: boolean): Promise<Field[]> {
  const lines = await readLines(database, path);
  let at = 0;
  const take = (): Node => {
    const line = lines[at] as Line;
    at += 1;
    return { ...line, nodes: Array.from({ length: line.children }, take) };
  };
  return take().nodes.map((node) => fieldOf(node, listInference));
}

async function readLines(database: Database, path: string): Promise<Line[]> {
  const rows = await database.objects(`SELECT * FROM parquet_schema(${quoteText(path)})`).catch(() => {
    throw new BigQueryError("invalid", "Error while reading data, error message: Input file is not in Parquet format.");
  });
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return rows.map((row) => ({
    name: String(row.name),
    type: text(row.type),
    repetition: text(row.repetition_type) ?? "REQUIRED",
    children: Number(row.num_children ?? 0),
    converted: text(row.converted_type),
    logical: text(row.logical_type) ?? "",
    scale: text(row.scale),
    precision: text(row.precision),
  }));
}

function fieldOf(node: Node, listInference: boolean): Field {
  const { name, repetition, converted, nodes } = node;
  const [list] = nodes;
  if (converted === "LIST" && listInference && nodes.length === 1 && list?.repetition === "REPEATED") {
    // Three levels; of the older forms with two, none of ours writes any.
    const [element] = list.nodes;
    if (list.nodes.length !== 1 || !element) throw unreadable(name, "a list of two levels");
    return { ...fieldOf({ ...element, name }, listInference), mode: repeatedOnce(name, element) };
  }
  const mode = repetition === "REPEATED" ? "REPEATED" : repetition === "REQUIRED" ? "REQUIRED" : "NULLABLE";
  if (nodes.length > 0) {
    if (converted === "MAP") throw unreadable(name, "a map");
    return { name, type: "RECORD", mode, fields: nodes.map((inner) => fieldOf(inner, listInference)) };
  }
  return { name, mode, ...scalarOf(node) };
}

/** A list of lists is none of BigQuery's. */
function repeatedOnce(name: string, { converted, repetition }: Node): "REPEATED" {
  if (converted === "LIST" || repetition === "REPEATED") throw unreadable(name, "a list of lists");
  return "REPEATED";
}

function scalarOf({
  name,
  type,
  converted,
  logical,
  precision,
  scale,
}: Node): Pick<Field, "type" | "precision" | "scale"> {
  if (converted === "DECIMAL") return { type: "DECIMAL", precision: precision ?? "0", scale: scale ?? "0" };
  if (logical.startsWith("TimestampType") || converted?.startsWith("TIMESTAMP_")) {
    if (logical.includes("NANOS=NanoSeconds")) return { type: "INTEGER" };
    return { type: logical.includes("isAdjustedToUTC=0") ? "DATETIME" : "TIMESTAMP" };
  }
  if (logical.startsWith("TimeType") || converted?.startsWith("TIME_")) return { type: "TIME" };
  if (converted === "DATE") return { type: "DATE" };
  if (type === "BYTE_ARRAY") return { type: converted === "UTF8" || converted === "ENUM" ? "STRING" : "BYTES" };
  const known = PLAIN[type ?? ""];
  if (!known) throw unreadable(name, `the type ${type}`);
  return { type: known };
}

const PLAIN: Readonly<Record<string, string>> = {
  BOOLEAN: "BOOLEAN",
  INT32: "INTEGER",
  INT64: "INTEGER",
  INT96: "TIMESTAMP",
  FLOAT: "FLOAT",
  DOUBLE: "FLOAT",
  FIXED_LEN_BYTE_ARRAY: "BYTES",
};

function unreadable(name: string, what: string): BigQueryError {
  return new BigQueryError("invalid", `Error while reading data, error message: Column ${name} is ${what}`);
}
