import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ParquetWriter } from "../../property/write-parquet.ts";

/** Queries of `visits`: number, day, place, minutes, visitor. */
const visit = "(DATE '2026-03-08' + (i % 2)::INTEGER) AS day, 'place ' || (i % 7) AS place";
const visits = (first: number, last: number, minutes: string, visitor = "'guest@example.com'") =>
  `SELECT i AS visit, ${visit}, ${minutes} AS minutes, ${visitor} AS visitor FROM range(${first}, ${last}) AS r(i)`;
const sales = (rows: number, amount: string) =>
  `SELECT DATE '2026-03-09' AS day, 'shop ' || (i % 5) AS shop, ${amount} AS amount FROM range(${rows}) AS r(i)`;

/** What each file holds; null: no Parquet. */
const queries = {
  clean: visits(0, 120, "i % 90"),
  /** A tenth of its minutes are too few, until the contract is mended; a few visitors never pass. */
  spotted: visits(
    200,
    320,
    "CASE WHEN i % 10 = 0 THEN -5 ELSE i % 90 END",
    "CASE WHEN i % 40 = 1 THEN 'X' ELSE 'a@b.c' END",
  ),
  broken: null,
  /** Most rows are bad: held. */
  doubtful: visits(400, 460, "CASE WHEN i % 5 < 3 THEN -90 ELSE 1 END"),
  /** Keys of `clean` with other minutes, and days and keys that nobody had. */
  later: `${visits(60, 140, "1000 + i")} UNION ALL
    SELECT i, DATE '2026-03-10', 'place 9', 7, NULL FROM range(900, 930) AS r(i)`,
  takings: `${sales(50, "1 + i % 20")} UNION ALL ${sales(10, "3")}`,
  /** What `takings` should have been, with a bad row. */
  corrected: sales(55, "i"),
  other: sales(30, "100 + i"),
  /** So many bytes that a launched host splits it. */
  bulky: `SELECT DATE '2026-03-10' AS day, 'shop ' || sha256(i::VARCHAR) AS shop, CASE WHEN i = 7 THEN 0 ELSE i END AS amount
    FROM range(400) AS r(i)`,
} satisfies Readonly<Record<string, string | null>>;

export type SampleName = keyof typeof queries;

/** Above the size of every sample but `bulky`. */
export const LAUNCH_ABOVE_BYTES = 12_000;

export function samplePath(folder: string, name: SampleName): string {
  return join(folder, `${name}.parquet`);
}

export async function writeSamples(folder: string, sql: ParquetWriter): Promise<void> {
  for (const [name, query] of Object.entries(queries)) {
    const path = samplePath(folder, name as SampleName);
    if (query === null) writeFileSync(path, "PAR1 and then nothing that could be read");
    else await sql.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  }
}
