import type { DuckDBConnection } from "@duckdb/node-api";
import type { Table } from "../protocol.ts";

/** One connection of a locked instance. Values come as JSON: 64-bit numbers and decimals are texts. */
export interface Database {
  /** Runs a statement for its effect; gives the number of rows it wrote, if it wrote any. */
  run(sql: string): Promise<number>;
  rows<Row>(sql: string): Promise<Row[]>;
  /** The only row of a statement that always gives one. */
  row<Row>(sql: string): Promise<Row>;
  table(sql: string): Promise<Table>;
}

export function databaseOn(connection: DuckDBConnection): Database {
  const rows = async <Row>(sql: string): Promise<Row[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  return {
    rows,
    async run(sql) {
      const reader = await connection.runAndReadAll(sql);
      const [first] = reader.getRowsJson();
      return reader.columnName(0) === "Count" && first ? Number(first[0]) : 0;
    },
    async row<Row>(sql: string) {
      const [first] = await rows<Row>(sql);
      if (first === undefined) throw new RangeError(`no row from: ${sql.slice(0, 120)}`);
      return first;
    },
    async table(sql) {
      const reader = await connection.runAndReadAll(sql);
      const types = reader.columnTypes();
      const columns = reader.columnNames().map((name, index) => ({ name, type: String(types[index]) }));
      return { columns, rows: reader.getRowsJson() };
    },
  };
}
