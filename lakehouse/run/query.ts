import { ADDED_COLUMNS } from "../plan/added-columns.ts";
import { quoteName, quoteText } from "../plan/quote.ts";
import type { OutputFile, Report } from "../plan/report.ts";
import type { Objects } from "../ports.ts";
import { listReports, readReport } from "./reports.ts";

export interface LakeTable {
  readonly name: string;
  /** What a reader finds in it. */
  readonly holds: string;
}

/** What a query can see: views over files that reports name, never over what merely lies in a folder. */
export interface LakeView {
  readonly tables: readonly LakeTable[];
  /** Local paths of all files that the views read. */
  readonly files: readonly string[];
  readonly statements: readonly string[];
}

/** One view of good rows and one of quarantined rows a dataset, and `reports` with one row a drop. */
export async function viewLake(objects: Objects): Promise<LakeView> {
  const places = await listReports(objects);
  const reports = await Promise.all(places.map(({ name }) => readReport(objects, name)));
  const views = [...Map.groupBy(reports, ({ dataset }) => dataset)].flatMap(([dataset, drops]) => [
    { name: dataset, ...good, files: drops.filter(isReady).flatMap(({ files }) => files.good) },
    { name: `${dataset}_quarantine`, ...quarantined, files: drops.flatMap(({ files }) => files.quarantined) },
  ]);
  const located = await Promise.all(views.map((view) => locate(objects, view)));
  return {
    tables: [{ name: "reports", holds: "one row a drop" }, ...views.map(({ name, holds }) => ({ name, holds }))],
    files: located.flatMap(({ paths }) => paths),
    statements: [reportsSql(reports), ...located.map(viewSql)],
  };
}

function isReady({ verdict }: Report): boolean {
  return verdict === "ready" || verdict === "ready with warnings";
}

interface View extends LakeTable {
  readonly files: readonly OutputFile[];
  /** What is selected where there is no file yet: Sluice's own columns, no rows. */
  readonly empty: string;
}

const good = {
  holds: "good rows of drops that are ready",
  empty: ADDED_COLUMNS.map(({ name, duckdb }) => `CAST(NULL AS ${duckdb}) AS ${name}`).join(", "),
};

const quarantined = {
  holds: "bad rows with their _reasons",
  empty:
    'NULL::STRUCT("rule" VARCHAR, path VARCHAR)[] AS _reasons, NULL::VARCHAR AS _object, NULL::VARCHAR AS _generation, NULL::BIGINT AS _row',
};

type Located = View & { readonly paths: readonly string[] };

async function locate(objects: Objects, view: View): Promise<Located> {
  return { ...view, paths: await Promise.all(view.files.map(({ uri }) => objects.local(uri))) };
}

/** By name, since a contract gains columns; the folder `dt=…` is no column. */
function viewSql({ name, paths, empty }: Located): string {
  if (paths.length === 0) return `CREATE VIEW ${quoteName(name)} AS SELECT ${empty} WHERE false`;
  const list = paths.map(quoteText).join(", ");
  return `CREATE VIEW ${quoteName(name)} AS FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}

const reportColumns = `dataset VARCHAR, arrival_day DATE, verdict VARCHAR, rows_in BIGINT, good BIGINT, quarantined BIGINT,
  duplicates BIGINT, reasons VARCHAR[], failed_rules VARCHAR[], name VARCHAR, key VARCHAR, round INTEGER,
  arrived TIMESTAMPTZ, bytes BIGINT, seconds DOUBLE, plan VARCHAR`;

function reportsSql(reports: readonly Report[]): string {
  const rows = reports.map((report) => `(${reportValues(report).join(", ")})`);
  const values = rows.length > 0 ? `; INSERT INTO reports VALUES ${rows.join(",\n")}` : "";
  return `CREATE TABLE reports (${reportColumns})${values}`;
}

function reportValues({ dataset, drop, round, verdict, reasons, rows, rules, plan, run }: Report): string[] {
  return [
    quoteText(dataset),
    quoteText(drop.arrivalDay),
    quoteText(verdict),
    String(rows.in ?? "NULL"),
    String(rows.good),
    String(rows.quarantined),
    String(rows.duplicates),
    textList(reasons.map(({ code }) => code)),
    textList(rules.filter(({ failed }) => failed > 0).map(({ id }) => id)),
    quoteText(drop.name),
    quoteText(drop.key),
    String(round),
    quoteText(drop.arrived),
    drop.bytes,
    String(run.milliseconds.total / 1000),
    quoteText(plan),
  ];
}

function textList(values: readonly string[]): string {
  return `[${values.map(quoteText).join(", ")}]::VARCHAR[]`;
}
