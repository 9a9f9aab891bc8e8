import { ADDED_COLUMNS } from "../../plan/added-columns.ts";
import type { Plan } from "../../plan/plan.ts";
import { quoteName } from "../../plan/quote.ts";
import type { OutputFile } from "../../plan/report.ts";
import type { Objects, TableRef } from "../../ports.ts";
import { targetOf } from "../../publish/context.ts";
import { fileId } from "../page-state/replayed.ts";
import type { LakeTable, PublishedCopy } from "../query.ts";
import type { DatasetState, DropRecord } from "../state.ts";
import { newestPlan } from "../table.ts";

export interface View extends LakeTable {
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

/** None where no plan can be read, which says what they look like. */
export async function viewsOf(
  objects: Objects,
  state: DatasetState,
  { copy, deployed }: { readonly copy: PublishedCopy | null; readonly deployed: readonly Plan[] },
): Promise<View[]> {
  const { dataset, drops, log } = state;
  const hashes = [...log.map(({ plan }) => plan).reverse(), ...drops.map(({ entry }) => entry.plan).reverse()];
  const plan = (await newestPlan(objects, hashes)) ?? deployed.find((one) => one.dataset === dataset);
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
