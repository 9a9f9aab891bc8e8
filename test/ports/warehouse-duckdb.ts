import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { createDuckDbWarehouse } from "../../lakehouse/adapters/duckdb.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { SourceFile } from "../../lakehouse/ports.ts";
import { localFiles, quote, systemClock } from "./warehouse-places.ts";
import { type Bench, type Dataset, type Fault, type Sample, samplePlans } from "./warehouse-samples.ts";

export async function openDuckDb(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-warehouse-"));
  const warehouse = createDuckDbWarehouse({
    file: join(folder, "warehouse.duckdb"),
    objects: localFiles,
    clock: systemClock,
  });
  const plans = samplePlans;
  for (const plan of Object.values(plans)) await warehouse.up(plan);
  let files = 0;
  return {
    warehouse,
    plans,
    quote,
    extra: { name: "extra", type: "VARCHAR", mode: "NULLABLE" },
    deeper: { name: "parts", type: 'STRUCT(unit VARCHAR, kind VARCHAR, "values" DOUBLE[])[]', mode: "NULLABLE" },
    async file(dataset, rows, fault): Promise<SourceFile> {
      files += 1;
      // A name that DuckDB would read as a pattern, and as a partition.
      const uri = join(folder, `n=${files}[1]*.parquet`);
      await writeSamples(dataset, rows, uri, fault);
      return { uri, generation: "1" };
    },
    async held(dataset, table) {
      if (!(await warehouse.shape(table))) return null;
      return (await warehouse.query(READ[dataset](quote(table)))) as unknown as Sample[];
    },
    async close() {
      await warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const ADDED = "sluice_drop AS drop, day(sluice_arrived) AS arrived, sluice_row AS row";

const READ: Readonly<Record<Dataset, (table: string) => string>> = {
  meters: (table) =>
    `SELECT meter AS key, strftime(day, '%Y%m') AS partition, version AS seq, ${ADDED}, parts[1].kind AS note FROM ${table}`,
  hourly: (table) =>
    `SELECT NULL AS key, strftime("at", '%Y%m%d%H') AS partition, 0 AS seq, ${ADDED}, note FROM ${table}`,
};

/** A good file as the split writes it, or a faulty one. */
export async function writeSamples(
  dataset: Dataset,
  rows: readonly Sample[],
  path: string,
  fault?: Fault,
): Promise<void> {
  if (fault === "broken") return writeFileSync(path, "PAR1 and no more");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const values = rows.map((sample) => `SELECT ${columnsOf(dataset, sample).join(", ")}`).join(" UNION ALL ");
  const drop = fault === "lacks" ? `EXCLUDE (${dataset === "meters" ? "parts" : "note"})` : "";
  const type = fault === "type" ? "REPLACE ('x' AS sluice_row)" : "";
  const more = fault === "unknown" ? ", 1 AS surplus" : "";
  await connection.run(
    `COPY (SELECT * ${drop} ${type} ${more} FROM (${values})) TO ${quoteText(path)} (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

function columnsOf(dataset: Dataset, { key, partition, seq, drop, arrived, row, note }: Sample): string[] {
  const text = (value: string | null) => (value === null ? "NULL::VARCHAR" : quoteText(value));
  const [, month = "", day = "01", hour = "00"] = /^(\d{6})(\d\d)?(\d\d)?$/.exec(partition) ?? [];
  const date = `${month.slice(0, 4)}-${month.slice(4)}-${day}`;
  const added = [
    `${text(drop)} AS sluice_drop`,
    arrived === null
      ? "NULL::TIMESTAMPTZ AS sluice_arrived"
      : `TIMESTAMPTZ '2026-05-0${arrived} 00:00:00+00' AS sluice_arrived`,
    `${row ?? "NULL"}::BIGINT AS sluice_row`,
  ];
  if (dataset === "hourly") return [`TIMESTAMP '${date} ${hour}:30:00' AS "at"`, `${text(note)} AS note`, ...added];
  const parts = note === null ? "[]" : `[{kind: ${text(note)}, values: []}]`;
  return [
    `${text(key)} AS meter, 1::BIGINT AS "order", DATE '${date}' AS day, ${seq}::BIGINT AS version`,
    `${parts}::STRUCT(kind VARCHAR, "values" DOUBLE[])[] AS parts`,
    ...added,
  ];
}
