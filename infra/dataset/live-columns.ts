import { bigquery } from "@pulumi/gcp";
import type { Output } from "@pulumi/pulumi";
import type { TablePlace } from "./tables.ts";

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly Column[];
}

/** The columns of the published table as it is now; null: there is none yet. */
export function liveColumns({ site, plan, lake }: TablePlace): Output<readonly Column[] | null> {
  const { project } = site.environment;
  const tableId = plan.warehouse.table;
  // The id, so that a new environment's first preview asks for nothing.
  return lake.consumption.id.apply(async () => {
    const asking = { parent: lake };
    const datasetId = site.environment.id.replaceAll("-", "_").concat("_consumption");
    const { tables } = await bigquery.getTables({ project, datasetId }, asking);
    if (!tables.some((table) => table.tableId === tableId)) return null;
    const { schema } = await bigquery.getTable({ project, datasetId, tableId }, asking);
    return JSON.parse(schema) as Column[];
  });
}

/**
 * A column that the schema leaves out is dropped with its data, and neither Pulumi nor BigQuery's own protection would
 * ask.
 * @throws with each column that would be lost, and what to do.
 */
export function refuseLoss(dataset: string, wanted: readonly Column[], live: readonly Column[] | null): void {
  const lost = lostColumns(wanted, live ?? []);
  if (lost.length === 0) return;
  const list = lost.join(", ");
  throw new Error(
    `${dataset}: the table has ${list}, and its contract no more → keep them in the contract without \`required\`; ` +
      "or give the schema another `physicalName`, which is a new table; or drop them yourself, with ALTER TABLE",
  );
}

/** Names as `battery.level`; letters' case does not tell columns apart. */
function lostColumns(wanted: readonly Column[], live: readonly Column[], prefix = ""): string[] {
  return live.flatMap((column) => {
    const path = `${prefix}${column.name}`;
    const kept = wanted.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    return kept === undefined ? [path] : lostColumns(kept.fields ?? [], column.fields ?? [], `${path}.`);
  });
}
