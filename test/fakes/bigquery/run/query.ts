import type { RestField, RestJobConfiguration, RestRow } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import type { Inside } from "../cloud.ts";
import type { Database, Result } from "../database.ts";
import { BigQueryError } from "../errors.ts";
import type { Recognised } from "../statements/recognise.ts";
import { readShape, type TableName } from "../tables.ts";
import { resultFields, rowsOf } from "../values.ts";
import { nameOf, onTable, type Statistics, type Work } from "./effect.ts";

type Query = NonNullable<RestJobConfiguration["query"]>;

/** What a SELECT without a table of its own gave. */
export interface Found {
  readonly fields: readonly RestField[];
  /** Instants as microseconds, as they are asked for. */
  readonly rows: readonly RestRow[];
}

export interface QueryWork extends Work {
  readonly statementType: "SELECT" | "MERGE";
  /** Once it has run. */
  readonly found: () => Found | null;
}

/** One statement of a deployed plan. */
export function queryWork(inside: Inside, query: Query): QueryWork {
  if (query.useLegacySql !== false) throw new BigQueryError("invalidQuery", "Legacy SQL: set useLegacySql to false");
  const statement = inside.recognise(query.query ?? "");
  const into = query.destinationTable
    ? nameOf(query.destinationTable, inside.options.project, "destinationTable")
    : null;
  if (into && statement.type === "MERGE") {
    throw new BigQueryError("invalidQuery", "Cannot set destination table in jobs with DML statements");
  }
  if (into && query.writeDisposition !== "WRITE_EMPTY") {
    throw new BigQueryError("notImplemented", "the fake writes results with WRITE_EMPTY");
  }
  let found: Found | null = null;
  return {
    type: "QUERY",
    statementType: statement.type,
    needs: [
      ...statement.reads.map((table) => onTable("getData", table)),
      ...(statement.changes ? [onTable("updateData", statement.changes)] : []),
      ...(into ? [onTable("create", into), onTable("updateData", into)] : []),
    ],
    modifies: into ? [into] : [],
    found: () => found,
    run: async () => {
      const { tables } = inside;
      for (const { dataset, table } of statement.reads) {
        tables.assertDataset(dataset, inside.options.location);
        await tables.get({ dataset, table });
      }
      const bytes = String(await bytesRead(inside, statement.reads));
      const billed = { statementType: statement.type, totalBytesProcessed: bytes, totalBytesBilled: bytes };
      if (statement.changes) return merge(inside, statement, statement.changes, billed);
      const result = await asked(inside.database, statement.duckdb);
      const fields = resultFields(result);
      if (into) await keep(inside, into, statement, fields);
      else found = { fields, rows: rowsOf(result) };
      return { query: billed };
    },
  };
}

async function merge(
  { database, tables }: Inside,
  { duckdb }: Recognised,
  target: TableName,
  billed: NonNullable<Statistics["query"]>,
): Promise<Statistics> {
  const { rows } = await asked(database, `${duckdb}\nRETURNING merge_action`);
  const of = (action: string) => String(rows.filter(([done]) => done === action).length);
  tables.touch(target);
  const dmlStats = { insertedRowCount: of("INSERT"), updatedRowCount: of("UPDATE"), deletedRowCount: of("DELETE") };
  return { query: { ...billed, numDmlAffectedRows: String(rows.length), dmlStats } };
}

/** Into a table that is new, or empty. */
async function keep(
  { database, tables }: Inside,
  into: TableName,
  { duckdb }: Recognised,
  fields: readonly RestField[],
): Promise<void> {
  const shape = readShape({ schema: { fields: [...fields] } });
  const present = await tables.find(into);
  if (present) throw new BigQueryError("duplicate", `Already Exists: Table ${tables.text(into)}`);
  await tables.create(into, shape);
  await asked(database, `INSERT INTO ${tables.sql(into)} ${duckdb}`);
  tables.touch(into);
}

async function asked(database: Database, sql: string): Promise<Result> {
  return database.query(sql).catch((error: unknown) => {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new BigQueryError("invalidQuery", line);
  });
}

const MIB = 2 ** 20;
/** Billed at least, for each table. */
const LEAST_MIB = 10;

/** Eight bytes a value of all columns and rows: neither columns nor partitions that are left out make it less. */
async function bytesRead({ database, tables }: Inside, names: readonly TableName[]): Promise<number> {
  let sum = 0;
  for (const name of names) {
    const { fields } = await tables.get(name);
    const [row] = (await database.query(`SELECT count(*) FROM ${tables.sql(name)}`)).rows;
    sum += Math.max(LEAST_MIB, Math.ceil((Number(row?.[0]) * fields.length * 8) / MIB)) * MIB;
  }
  return sum;
}
