import { bigquery } from "@pulumi/gcp";
import { all, type CustomResourceOptions, type Output } from "@pulumi/pulumi";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { goodTable, tableNames } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { withPolicyTags } from "../../lakehouse/plan/warehouse/policy-tags.ts";
import { quarantineSchema } from "../../lakehouse/plan/warehouse/quarantine-schema.ts";
import type { Lake } from "../lake.ts";
import { labelsOf, type Site } from "../site.ts";
import { liveColumns, refuseLoss } from "./live-columns.ts";

export interface TablePlace {
  readonly site: Site;
  readonly plan: Plan;
  readonly lake: Lake;
}

/** BigQuery writes the dataset's key on each table: asked for without it, every table would be made anew. */
const FROM_DATASET = ["encryptionConfiguration"];

/** The published rows. Its schema only grows: a column that is another would be another table, without the old one's rows. */
export function makeTable(place: TablePlace, options: CustomResourceOptions): bigquery.Table {
  const { site, plan, lake } = place;
  const { schema, timePartitioning, requirePartitionFilter, clustering, classified } = plan.warehouse.bigquery;
  const { type, field, expirationMs } = timePartitioning;
  return new bigquery.Table(
    plan.dataset,
    {
      datasetId: lake.consumption.datasetId,
      tableId: plan.warehouse.table,
      ...describe(site, plan, plan.contract.description ?? plan.contract.title),
      schema: all([tagged({ schema, classified }, lake), liveColumns(place)]).apply(([wanted, live]) => {
        refuseLoss(plan.dataset, JSON.parse(wanted), live);
        return wanted;
      }),
      timePartitioning: { type, field, ...(expirationMs !== null && { expirationMs: Number(expirationMs) }) },
      requirePartitionFilter,
      ...(clustering.length > 0 && { clusterings: [...clustering] }),
      deletionProtection: site.settings.protect,
    },
    { ...options, ignoreChanges: FROM_DATASET },
  );
}

/** Every committed good row as it lies in the lake, rows that newer ones replaced among them: joined with any table of the warehouse. */
export function makeGoodTable(place: TablePlace, options: CustomResourceOptions): bigquery.Table {
  const { site, plan, lake } = place;
  const { schema, classified } = plan.warehouse.bigquery;
  return overFiles(
    `${plan.dataset}-good`,
    place,
    {
      datasetId: lake.consumption.datasetId,
      tableId: goodTable(plan.warehouse.table),
      description: `Files of ${plan.dataset} that are committed`,
      schema: tagged({ schema, classified }, lake),
      // Each object lists the files of one publication, so that no reader sees what is not committed.
      sourceUri: `gs://${bucketName(site.environment, "committed")}/${plan.dataset}/*.txt`,
      fileSetSpecType: "FILE_SET_SPEC_TYPE_NEW_LINE_DELIMITED_MANIFEST",
    },
    options,
  );
}

/** Rows that wait with their reasons. */
export function makeQuarantineTable(place: TablePlace, options: CustomResourceOptions): bigquery.Table {
  const { site, plan, lake } = place;
  const { quarantine } = tableNames(site.environment.id, plan.dataset, "", plan.warehouse.quarantineTable);
  return overFiles(
    `${plan.dataset}-quarantine`,
    place,
    {
      datasetId: lake.quarantine.datasetId,
      tableId: quarantine.table,
      description: `Rows of ${plan.dataset} that its contract refuses`,
      schema: tagged(quarantineSchema(plan), lake),
      sourceUri: `gs://${bucketName(site.environment, "quarantine")}/${plan.dataset}/*.parquet`,
      fileSetSpecType: "FILE_SET_SPEC_TYPE_FILE_SYSTEM_MATCH",
    },
    options,
  );
}

interface OverFiles {
  readonly datasetId: Output<string>;
  readonly tableId: string;
  readonly description: string;
  readonly schema: Output<string>;
  readonly sourceUri: string;
  readonly fileSetSpecType: string;
}

/** Holds nothing itself: made anew whenever it is to be another. */
function overFiles(
  logicalName: string,
  { site, plan, lake }: TablePlace,
  { datasetId, tableId, description, schema, sourceUri, fileSetSpecType }: OverFiles,
  options: CustomResourceOptions,
): bigquery.Table {
  return new bigquery.Table(
    logicalName,
    {
      datasetId,
      tableId,
      ...describe(site, plan, description),
      deletionProtection: false,
      // With a connection BigQuery takes it here alone.
      schema,
      externalDataConfiguration: {
        autodetect: false,
        sourceFormat: "PARQUET",
        sourceUris: [sourceUri],
        fileSetSpecType,
        connectionId: lake.connection.name,
        parquetOptions: { enableListInference: true },
      },
    },
    { ...options, ignoreChanges: FROM_DATASET },
  );
}

function describe(site: Site, { dataset, contract }: Plan, description: string) {
  const labels = { ...labelsOf(site), "sluice-dataset": dataset };
  return { friendlyName: contract.title, description, labels };
}

/** Names of policy tags are known once they are made. */
function tagged(
  { schema, classified }: Pick<Plan["warehouse"]["bigquery"], "schema" | "classified">,
  { policyTags: { confidential, restricted } }: Lake,
): Output<string> {
  return all({ confidential: confidential.name, restricted: restricted.name }).apply((names) =>
    JSON.stringify(withPolicyTags(schema, classified, (level) => names[level])),
  );
}
