import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText, splice } from "../../plan/quote.ts";
import { missingPaths } from "../../ports/columns.ts";
import type { Counts, JobSpec } from "../../ports.ts";
import { JobFailed, type Located } from "./job-failed.ts";
import { rowsOf } from "./rows.ts";
import { runStatements } from "./statements.ts";
import { createTable, quoteTable, shapeOf } from "./tables.ts";

export const NO_COUNTS: Counts = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0, bytesScanned: 0 };

type Kind<K extends JobSpec["kind"]> = Extract<JobSpec, { kind: K }>;

/** What the job does, in the open transaction. Throws `JobFailed`, or DuckDB's own error. */
export async function act(connection: DuckDBConnection, spec: JobSpec, files: Located): Promise<Counts> {
  if (spec.kind === "load") return load(connection, spec, files);
  if (spec.kind === "copy") return copy(connection, spec);
  if (spec.kind === "look") return look(connection, spec);
  return change(connection, spec);
}

/** The table is made by the shape that was asked for, not by the target's present one: helpers must load the same. */
async function load(
  connection: DuckDBConnection,
  { into, shape, text }: Kind<"load">,
  files: Located,
): Promise<Counts> {
  if (text === null) throw new RangeError("a load into DuckDB needs its text");
  await connection.run(createTable(into, shape));
  const list = files.map(({ path }) => quoteText(withoutPattern(path))).join(", ");
  const { inserted } = await runStatements(connection, splice(text, { files: list }));
  return { ...NO_COUNTS, loaded: inserted };
}

/** DuckDB reads `*`, `?` and `[` in paths as patterns; in brackets each is itself. */
function withoutPattern(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

async function copy(connection: DuckDBConnection, { from, into, text }: Kind<"copy">): Promise<Counts> {
  if (text === null) throw new RangeError("a copy in DuckDB needs its text");
  const [source, target] = [await shapeOf(connection, from), await shapeOf(connection, into)];
  if (!source || !target) throw new JobFailed("gone", "notFound", `${quoteTable(source ? into : from)} does not exist`);
  const [lacked, surplus] = [
    missingPaths(source.columns, target.columns),
    missingPaths(target.columns, source.columns),
  ];
  const differ = [...lacked, ...surplus];
  if (differ.length > 0) {
    const message = `${quoteTable(from)} and ${quoteTable(into)} differ in ${differ.join(", ")}`;
    throw new JobFailed("passing", "schemaMismatch", message);
  }
  const { inserted } = await runStatements(connection, text);
  return { ...NO_COUNTS, copied: inserted };
}

async function look(connection: DuckDBConnection, { into, text }: Kind<"look">): Promise<Counts> {
  await runStatements(connection, `CREATE TABLE ${quoteTable(into)} AS\n${text}`);
  return NO_COUNTS;
}

async function change(connection: DuckDBConnection, spec: Kind<"merge" | "replace" | "derive">): Promise<Counts> {
  const [announced] = spec.counts === null ? [] : await rowsOf(connection, spec.counts);
  const { merged, ...written } = await runStatements(connection, spec.text);
  if (!announced) {
    if (merged > 0)
      throw new RangeError(`a MERGE in DuckDB does not tell what it did; the ${spec.kind} needs its counts`);
    return { ...NO_COUNTS, ...written };
  }
  const count = (name: string) => Number(announced[name] ?? 0);
  return { ...NO_COUNTS, inserted: count("inserted"), updated: count("updated"), deleted: count("deleted") };
}
