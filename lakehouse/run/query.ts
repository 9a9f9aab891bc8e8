import { ADDED_COLUMNS } from "../plan/added-columns.ts";
import { planPath } from "../plan/names.ts";
import { quoteName, quoteText } from "../plan/quote.ts";
import type { OutputFile } from "../plan/report.ts";
import type { Objects, TableRef } from "../ports.ts";
import { targetOf } from "../publish/context.ts";
import { fileId } from "./page-state/replayed.ts";
import { ledgerTables } from "./query/ledger-tables.ts";
import { type DatasetState, type DropRecord, listDatasets, readableState } from "./state.ts";
import { newestPlan } from "./table.ts";
import { type Contradiction, lossOf, problemOf } from "./verify/contradiction.ts";

export interface LakeTable {
  readonly name: string;
  /** What a reader finds in it. */
  readonly holds: string;
}

/** What a query can see: published tables in a copy, views over files that reports name, and the ledger. */
export interface LakeView {
  readonly tables: readonly LakeTable[];
  /** Local paths of all files that the views read. */
  readonly files: readonly string[];
  readonly statements: readonly string[];
  /** Objects that are lost or cannot be read: their rows are in no view and table. */
  readonly leftOut: readonly Contradiction[];
}

/** A copy of the warehouse's tables as a local DuckDB file; null: no table is there, or none is asked for. */
export interface PublishedCopy {
  readonly path: string;
  has(table: TableRef): Promise<boolean>;
}

/**
 * Of each dataset the table as it is published, under the dataset's own name; `_good` and `_quarantine` over the files
 * of its drops; and the ledger as `drops`, `reports` and `publications`. Only views that `sql` may speak of have rows: no
 * other file is looked for.
 */
export async function viewLake(objects: Objects, copy: PublishedCopy | null, sql: string): Promise<LakeView> {
  const states = await Promise.all((await listDatasets(objects)).map((dataset) => readableState(objects, dataset)));
  const datasets = new Set(states.map(({ dataset }) => dataset));
  const views = (await Promise.all(states.map((state) => viewsOf(objects, state, copy))))
    .flat()
    .filter(({ name, own }) => own || !datasets.has(name));
  const words = wordsOf(sql);
  const located = await Promise.all(views.map((view) => locate(objects, view, words.has(view.name.toLowerCase()))));
  const ledger = ledgerTables(states, new Set(views.map(({ name }) => name)));
  return {
    tables: [...views, ...ledger].map(({ name, holds }) => ({ name, holds })),
    files: [...(copy ? [copy.path] : []), ...located.flatMap(({ paths }) => paths)],
    statements: [
      ...(copy ? [`ATTACH ${quoteText(copy.path)} AS published (READ_ONLY)`] : []),
      ...ledger.flatMap(({ statements }) => statements),
      ...located.map(viewSql),
    ],
    leftOut: [
      ...states.flatMap(({ unreadable }) => unreadable.map(({ fault }) => problemOf(fault))),
      ...states.flatMap((state) => lostPlan(state, views)),
      ...located.flatMap(({ lost }) => lost),
    ],
  };
}

/** None of its plans is left, which say what its views look like. */
function lostPlan({ dataset, log, drops }: DatasetState, views: readonly View[]): Contradiction[] {
  const hash = log.at(-1)?.plan ?? drops.at(-1)?.entry.plan;
  return hash === undefined || views.some(({ of }) => of === dataset) ? [] : [lossOf(planPath(hash))];
}

/** Names that a query may hold, in lower case. */
export function wordsOf(sql: string): ReadonlySet<string> {
  return new Set(sql.toLowerCase().match(/\w+/g));
}

interface View extends LakeTable {
  /** The dataset. */
  readonly of: string;
  /** Under the dataset's own name, which no other view may take. */
  readonly own: boolean;
  /** In the copy; null: its rows are those of the files. */
  readonly table: TableRef | null;
  readonly files: readonly OutputFile[];
  /** What is selected where there is neither: the columns, no rows. */
  readonly empty: string;
}

async function viewsOf(objects: Objects, state: DatasetState, copy: PublishedCopy | null): Promise<View[]> {
  const { dataset, drops, log } = state;
  const hashes = [...log.map(({ plan }) => plan).reverse(), ...drops.map(({ entry }) => entry.plan).reverse()];
  const plan = await newestPlan(objects, hashes);
  if (!plan) return [];
  const target = targetOf(plan);
  const columns = [
    ...plan.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`),
    ...(plan.derived ? [] : ADDED_COLUMNS.map(({ name, duckdb }) => `CAST(NULL AS ${duckdb}) AS ${name}`)),
  ];
  const common = { of: dataset, own: false, table: null, files: [], empty: columns.join(", ") };
  const published = {
    ...common,
    own: true,
    name: dataset,
    holds: "the published table",
    table: (await copy?.has(target)) ? target : null,
  };
  if (plan.derived) return [published];
  return [
    published,
    { ...common, name: `${dataset}_good`, holds: "good rows of drops, published or ready", files: goodFiles(drops) },
    {
      ...common,
      name: `${dataset}_quarantine`,
      holds: "bad rows with their _reasons, without those that a replay has brought in",
      files: quarantineFiles(drops),
      empty: quarantineColumns,
    },
  ];
}

/** Of drops that are held, or ended otherwise, no row is good enough to be loaded. */
function goodFiles(drops: readonly DropRecord[]): OutputFile[] {
  return drops.flatMap(({ entry, report }) =>
    entry.state === "READY" || entry.state === "COMMITTED" ? (report?.files.good ?? []) : [],
  );
}

/** What a committed replay left behind is in files of its own. */
function quarantineFiles(drops: readonly DropRecord[]): OutputFile[] {
  const taken = new Set(
    drops.flatMap(({ entry }) => (entry.origin && entry.state === "COMMITTED" ? [fileId(entry.origin)] : [])),
  );
  return drops.flatMap(({ report }) => report?.files.quarantined ?? []).filter((file) => !taken.has(fileId(file)));
}

const quarantineColumns =
  'NULL::STRUCT("rule" VARCHAR, path VARCHAR)[] AS _reasons, NULL::VARCHAR AS _object, NULL::VARCHAR AS _generation, NULL::BIGINT AS _row';

type Located = View & { readonly paths: readonly string[]; readonly lost: readonly Contradiction[] };

async function locate(objects: Objects, view: View, isMeant: boolean): Promise<Located> {
  const lost: Contradiction[] = [];
  if (!isMeant) return { ...view, paths: [], lost };
  const found = await Promise.all(
    view.files.map(async ({ uri, generation, crc32c }) => {
      const meta = await objects.stat(uri);
      if (meta?.generation === generation && meta.crc32c === crc32c) return objects.local(uri, { generation });
      lost.push(meta ? lossOf(uri, "it is not the file that the report names") : lossOf(uri));
      return null;
    }),
  );
  return { ...view, paths: found.filter((path) => path !== null), lost };
}

/** Files by name, since a contract gains columns; the folder `dt=…` is no column. */
function viewSql({ name, table, paths, empty }: Located): string {
  const view = `CREATE VIEW ${quoteName(name)} AS`;
  if (table) return `${view} FROM published.${quoteName(table.dataset)}.${quoteName(table.table)}`;
  if (paths.length === 0) return `${view} SELECT ${empty} WHERE false`;
  const list = paths.map(quoteText).join(", ");
  return `${view} FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}
