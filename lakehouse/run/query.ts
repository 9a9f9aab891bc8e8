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
    { name: dataset, holds: "good rows of drops that are ready", files: drops.filter(isReady).flatMap(({ files }) => files.good) },
    { name: `${dataset}_quarantine`, holds: "bad rows with their _reasons", files: drops.flatMap(({ files }) => files.quarantined) },
  ]);
  const filled = await Promise.all(views.filter(({ files }) => files.length > 0).map((view) => locate(objects, view)));
  return {
    tables: [{ name: "reports", holds: "one row a drop" }, ...filled.map(({ name, holds }) => ({ name, holds }))],
    files: filled.flatMap(({ paths }) => paths),
    statements: [reportsSql(reports), ...filled.map(({ name, paths }) => viewSql(name, paths))],
  };
}

function isReady({ verdict }: Report): boolean {
  return verdict === "ready" || verdict === "ready with warnings";
}

interface View extends LakeTable {
  readonly files: readonly OutputFile[];
}

async function locate(objects: Objects, { name, holds, files }: View): Promise<LakeTable & { readonly paths: string[] }> {
  return { name, holds, paths: await Promise.all(files.map(({ uri }) => objects.local(uri))) };
}

/** By name, since a contract gains columns; the folder `dt=…` is no column. */
function viewSql(name: string, paths: readonly string[]): string {
  const list = paths.map(quoteText).join(", ");
  return `CREATE VIEW ${quoteName(name)} AS FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}

const reportColumns = `dataset VARCHAR, key VARCHAR, round INTEGER, name VARCHAR, arrived TIMESTAMPTZ, arrival_day DATE,
  verdict VARCHAR, reasons VARCHAR[], rows_in BIGINT, good BIGINT, quarantined BIGINT, duplicates BIGINT,
  failed_rules VARCHAR[], plan VARCHAR, bytes BIGINT, seconds DOUBLE`;

function reportsSql(reports: readonly Report[]): string {
  const rows = reports.map((report) => `(${reportValues(report).join(", ")})`);
  const values = rows.length > 0 ? `; INSERT INTO reports VALUES ${rows.join(",\n")}` : "";
  return `CREATE TABLE reports (${reportColumns})${values}`;
}

function reportValues({ dataset, drop, round, verdict, reasons, rows, rules, plan, run }: Report): string[] {
  return [
    quoteText(dataset),
    quoteText(drop.key),
    String(round),
    quoteText(drop.name),
    quoteText(drop.arrived),
    quoteText(drop.arrivalDay),
    quoteText(verdict),
    textList(reasons.map(({ code }) => code)),
    String(rows.in ?? "NULL"),
    String(rows.good),
    String(rows.quarantined),
    String(rows.duplicates),
    textList(rules.filter(({ failed }) => failed > 0).map(({ id }) => id)),
    quoteText(plan),
    drop.bytes,
    String(run.milliseconds.total / 1000),
  ];
}

function textList(values: readonly string[]): string {
  return `[${values.map(quoteText).join(", ")}]::VARCHAR[]`;
}
