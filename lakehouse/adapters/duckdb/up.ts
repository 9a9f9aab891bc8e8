import type { DuckDBConnection } from "@duckdb/node-api";
import { tableNames } from "../../plan/names.ts";
import type { Plan } from "../../plan/plan.ts";
import { CATALOG } from "./attach.ts";
import { inTransaction } from "./statements.ts";
import { quoteTable, shapeOf, type TypedColumn, typedColumns } from "./tables.ts";
import { addColumns } from "./widen.ts";

/**
 * What `pulumi up` does in the cloud: the plan's schemas, its table, and columns that the table lacks. Nothing is
 * dropped or retyped: throws on a column of another type, and then nothing is changed.
 */
export async function up(connection: DuckDBConnection, plan: Plan): Promise<void> {
  const { consumption } = tableNames(
    plan.environment,
    plan.dataset,
    plan.warehouse.table,
    plan.warehouse.quarantineTable,
  );
  const { schemas, createTable } = plan.warehouse.duckdb;
  const wanted =
    (await shapeOf(connection, consumption)) && (await wantedColumns(connection, plan, quoteTable(consumption)));
  await inTransaction(connection, "READ WRITE", async () => {
    for (const schema of schemas) await connection.run(schema);
    await connection.run(createTable);
    const retyped = wanted ? await addColumns(connection, consumption, wanted) : [];
    if (retyped.length > 0) {
      const columns = retyped.map(({ name, present, wanted }) => `${name} is ${present}, the plan wants ${wanted}`);
      throw new Error(
        `table ${quoteTable(consumption)} holds columns of other types: ${columns.join("; ")}. A type never changes in place: give the column a new name, or the dataset a new table`,
      );
    }
    await connection.run("INSERT OR IGNORE INTO sluice.tables VALUES ($1, $2)", [
      consumption.dataset,
      consumption.table,
    ]);
  });
}

/** The plan's own DDL says what it wants: it is run in memory, and undone. */
async function wantedColumns(connection: DuckDBConnection, { warehouse }: Plan, table: string): Promise<TypedColumn[]> {
  await connection.run("USE memory; BEGIN");
  try {
    for (const schema of warehouse.duckdb.schemas) await connection.run(schema);
    await connection.run(warehouse.duckdb.createTable);
    return await typedColumns(connection, table);
  } finally {
    await connection.run(`ROLLBACK; USE ${CATALOG}`);
  }
}
