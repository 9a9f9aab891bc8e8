import { bigquery } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import {
  HISTORY_TABLES,
  type HistoryTable,
  historySchema,
  operationsDataset,
} from "../../lakehouse/plan/history/tables.ts";
import { makeDataset } from "../lake/dataset.ts";
import { grantOnDataset } from "../lake/grants.ts";
import type { Platform } from "../platform.ts";
import { labelsOf, type Site } from "../site.ts";

/** Tables of the ledger's history: dashboards read them, `maintain` writes them, and can write them again. */
export function makeHistory(
  site: Site,
  { keys, memberOf }: Pick<Platform, "keys" | "memberOf">,
  { within, kept }: { readonly within: CustomResourceOptions; readonly kept: CustomResourceOptions },
): void {
  const dataset = makeDataset(
    "operations",
    site,
    {
      datasetId: operationsDataset(site.environment),
      description: "History of drops, publications and costs",
      key: keys?.warehouse ?? null,
    },
    kept,
  );
  grantOnDataset(site, memberOf, "operations", { dataset }, within);
  for (const table of HISTORY_TABLES) makeTable(site, table, dataset, kept);
}

function makeTable(
  site: Site,
  table: HistoryTable,
  { datasetId }: bigquery.Dataset,
  options: CustomResourceOptions,
): bigquery.Table {
  return new bigquery.Table(
    `operations-${table.name}`,
    {
      datasetId,
      tableId: table.name,
      description: table.description,
      schema: JSON.stringify(historySchema(table)),
      timePartitioning: { type: "DAY", field: table.key[0] },
      clusterings: ["dataset"],
      deletionProtection: site.settings.protect,
      labels: labelsOf(site),
    },
    // BigQuery writes the dataset's key on each table.
    { ...options, ignoreChanges: ["encryptionConfiguration"] },
  );
}
