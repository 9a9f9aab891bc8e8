// Writes rows of plain values as a Parquet file, through DuckDB: types and values as SQL text.
import { DuckDBInstance } from "@duckdb/node-api";
import type { Field } from "../../lakehouse/contract/field.ts";
import { isList, isObject, type Row, type Value } from "../naive/values.ts";

/** The DuckDB type in which a producer would write the field. */
export function sourceType({ type }: Field): string {
  switch (type.kind) {
    case "object":
      return `STRUCT(${type.fields.map((member) => `${quoted(member.name)} ${sourceType(member)}`).join(", ")})`;
    case "array":
      return `${sourceType(type.item)}[]`;
    case "integer":
      if (type.format.endsWith("128")) return "DECIMAL(38,0)";
      return type.format === "u64" ? "UBIGINT" : "BIGINT";
    case "decimal":
      return `DECIMAL(${type.precision},${type.scale})`;
    case "float":
      return "DOUBLE";
    case "timestamp":
      return type.zone === "utc" ? "TIMESTAMPTZ" : "TIMESTAMP";
    default:
      return SIMPLE[type.kind];
  }
}

const SIMPLE = {
  string: "VARCHAR",
  bytes: "BLOB",
  boolean: "BOOLEAN",
  date: "DATE",
  time: "TIME",
  json: "VARCHAR",
} as const;

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function sqlValue(field: Field, value: Value): string {
  const { type } = field;
  if (value === null) return "NULL";
  if (type.kind === "object" && isObject(value)) {
    return `{${type.fields.map((member) => `${quoted(member.name)}: ${sqlValue(member, value[member.name] ?? null)}::${sourceType(member)}`).join(", ")}}`;
  }
  if (type.kind === "array" && isList(value))
    return `[${value.map((item) => sqlValue(type.item, item)).join(", ")}]::${sourceType(field)}`;
  if (value instanceof Uint8Array) return `unhex('${Buffer.from(value).toString("hex")}')`;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return `'${Object.is(value, -0) ? "-0.0" : value}'::DOUBLE`;
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value !== "bigint") throw new TypeError(`no SQL for a value of ${type.kind}`);
  switch (type.kind) {
    case "decimal":
      return `'${decimalText(value, type.scale)}'::${sourceType(field)}`;
    case "date":
      return `(DATE '1970-01-01' + (${value})::INTEGER)`;
    case "time":
      return `(TIME '00:00:00' + to_microseconds(${value}))`;
    case "timestamp":
      return type.zone === "utc" ? `make_timestamptz(${value})` : `make_timestamp(${value})`;
    default:
      return `'${value}'::${sourceType(field)}`;
  }
}

function decimalText(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${units < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** One instance for all files of a test; `close` when done. */
export class ParquetWriter {
  #database: DuckDBInstance | null = null;

  async write(path: string, fields: readonly Field[], rows: readonly Row[], rowGroupSize = 2048): Promise<void> {
    const columns = fields.map((field) => `${quoted(field.physical)} ${sourceType(field)}`).join(", ");
    const values = rows.map((row) => `(${fields.map((field) => sqlValue(field, row[field.name] ?? null)).join(", ")})`);
    const load = values.length > 0 ? [`INSERT INTO drop_rows VALUES ${values.join(",\n")}`] : [];
    await this.run(
      "SET TimeZone = 'UTC'",
      `CREATE OR REPLACE TABLE drop_rows (${columns})`,
      ...load,
      `COPY drop_rows TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE ${rowGroupSize})`,
    );
  }

  async run(...statements: readonly string[]): Promise<void> {
    await this.#with(async (connection) => {
      for (const statement of statements) await connection.run(statement);
    });
  }

  async ask(sql: string): Promise<Record<string, unknown>[]> {
    return this.#with(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  }

  async #with<Result>(
    use: (connection: Awaited<ReturnType<DuckDBInstance["connect"]>>) => Promise<Result>,
  ): Promise<Result> {
    this.#database ??= await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await this.#database.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  }

  close(): void {
    this.#database?.closeSync();
  }
}
