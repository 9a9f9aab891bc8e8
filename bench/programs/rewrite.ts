// Started by the bench in a process of its own: DuckDB's bare rewrite, default settings, one output file.
import { DuckDBInstance } from "@duckdb/node-api";
import { quoteText } from "../../lakehouse/plan/quote.ts";

const job = JSON.parse(process.argv[2] ?? "") as { files: string[]; output: string };

const instance = await DuckDBInstance.create();
const connection = await instance.connect();
const started = performance.now();
await connection.run(
  `COPY (SELECT * FROM read_parquet([${job.files.map(quoteText).join(", ")}])) TO ${quoteText(job.output)} (FORMAT parquet)`,
);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds })}\n`);
