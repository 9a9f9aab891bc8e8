import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Sql, withDuckdb } from "../demo/data/duckdb.ts";
import { quoteText } from "../lakehouse/plan/quote.ts";

export const DATA = join(import.meta.dirname, "../out/bench-data");

/** An empty folder for one run's outputs, on the same disk as the data. */
export async function scratchFolder(name: string): Promise<string> {
  const folder = join(DATA, `.${name}-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

interface FileSpec {
  readonly rows: number;
  /** Rows of a row group; DuckDB's default, 122,880, if there are none. */
  readonly rowGroup?: number | undefined;
  /** Rows are numbered through all files, so that no id comes twice. */
  readonly first: number;
  readonly bad: boolean;
}

interface Wanted {
  readonly rowsPerFile?: number;
  readonly rowGroup?: number;
  readonly isBad?: (file: number) => boolean;
}

/** Paths of `rows` pings in files of one million, or of `rowsPerFile`; `isBad` says which files have 1 % of bad rows. */
export async function pingFiles(
  rows: number,
  { rowsPerFile = 1_000_000, rowGroup, isBad = () => true }: Wanted = {},
): Promise<readonly string[]> {
  const files: string[] = [];
  await mkdir(DATA, { recursive: true });
  for (let first = 0; first < rows; first += rowsPerFile) {
    const spec = { first, rows: Math.min(rowsPerFile, rows - first), rowGroup, bad: isBad(files.length) };
    const groups = rowGroup === undefined ? "" : `-${rowGroup}`;
    const path = join(DATA, `${spec.bad ? "bad" : "clean"}-${spec.first}-${spec.rows}${groups}.parquet`);
    if (!existsSync(path)) await withDuckdb(2, (sql) => writeFile(sql, path, spec));
    files.push(path);
  }
  return files;
}

/** Written beside its name first: a broken-off run leaves no half file to measure. */
async function writeFile(sql: Sql, path: string, spec: FileSpec): Promise<void> {
  const building = `${path}.${process.pid}`;
  const groups = spec.rowGroup === undefined ? "" : `, ROW_GROUP_SIZE ${spec.rowGroup}`;
  await sql.run(`COPY (${pings(spec)}) TO ${quoteText(building)} (FORMAT parquet, COMPRESSION snappy${groups})`);
  await rename(building, path);
}

/** Of every 100 rows one is broken, one rule each; `i` is hashed, so that they lie in every row group. */
const FAULTS: readonly (readonly [column: string, value: string])[] = [
  ["ping_id", "upper(ping_id) || 'x'"],
  ["device_id", "device_id[1:63]"],
  ["event_ts", "NULL"],
  ["latitude", "-90.5"],
  ["latitude", "90.000001"],
  ["longitude", "-1e9"],
  ["longitude", "'NaN'::DOUBLE"],
  ["os", "'harmony'"],
  ["battery_level", "255"],
];

export function pings({ first, rows, bad }: Pick<FileSpec, "first" | "rows" | "bad">): string {
  const even = (salt: number) => `(hash(i, ${salt}) % 1000003 / 1000003.0)`;
  const good = `
  SELECT i, concat(md5(i::VARCHAR)[1:8], '-', md5(i::VARCHAR)[9:12], '-4', md5(i::VARCHAR)[14:16], '-a',
      md5(i::VARCHAR)[18:20], '-', md5(i::VARCHAR)[21:32]) AS ping_id,
    sha256(i::VARCHAR) AS device_id,
    (TIMESTAMP '2026-11-09 00:00:00' + to_microseconds(i * 4001))::TIMESTAMPTZ AS event_ts,
    round(47 + 7 * ${even(1)}, 6)::DOUBLE AS latitude,
    round(6 + 9 * ${even(2)}, 6)::DOUBLE AS longitude,
    round(3 + 400 * power(${even(3)}, 6), 1)::DOUBLE AS horizontal_accuracy_m,
    CASE WHEN ${even(4)} < 0.72 THEN 'android' ELSE 'ios' END AS os,
    ['DE', 'FR', 'NL', 'AT', 'PL'][1 + (hash(i, 5) % 5)::BIGINT] AS country_code,
    (hash(i, 6) % 101)::BIGINT AS battery_level
  FROM range(${first}, ${first + rows}) AS fix(i)`;
  if (!bad) return `SELECT * EXCLUDE (i) FROM (${good})`;
  const broken = FAULTS.map(([column, value], fault) => [
    column,
    `WHEN hash(i, 7) % ${100 * FAULTS.length} = ${fault} THEN ${value}`,
  ]);
  const columns = [...new Set(FAULTS.map(([column]) => column))].map((column) => {
    const whens = broken.filter(([at]) => at === column).map(([, when]) => when);
    return `CASE ${whens.join(" ")} ELSE ${column} END AS ${column}`;
  });
  return `SELECT * EXCLUDE (i) REPLACE (${columns.join(", ")}) FROM (${good})`;
}
