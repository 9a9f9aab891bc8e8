import { planPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import { quoteName, quoteText } from "../plan/quote.ts";
import type { Objects, TableRef } from "../ports.ts";
import { ledgerTables } from "./query/ledger-tables.ts";
import { type View, viewsOf } from "./query/views.ts";
import { type DatasetState, listDatasets, readableState } from "./state.ts";
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
 * other file is looked for. `deployed`: plans that stand in for those that are lost.
 */
export async function viewLake(
  objects: Objects,
  copy: PublishedCopy | null,
  { sql, deployed }: { readonly sql: string; readonly deployed: readonly Plan[] },
): Promise<LakeView> {
  const states = await Promise.all((await listDatasets(objects)).map((dataset) => readableState(objects, dataset)));
  const datasets = new Set(states.map(({ dataset }) => dataset));
  const views = (await Promise.all(states.map((state) => viewsOf(objects, state, { copy, deployed }))))
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
