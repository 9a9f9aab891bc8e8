import { bigquery, storage } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { ZONES, type Zone } from "../../lakehouse/plan/cloud/names.ts";
import type { BucketName, DatasetKind } from "../../lakehouse/plan/cloud/rights.ts";
import { type GrantTo, grantsOn, type Members } from "../grants.ts";
import type { Site } from "../site.ts";

export interface Granted {
  readonly who: GrantTo["who"];
  readonly made: storage.BucketIAMMember;
}

/** On one of the environment's buckets. */
export function grantOnBucket(
  site: Site,
  members: Members,
  name: Zone | BucketName,
  bucket: storage.Bucket,
  options: CustomResourceOptions,
): readonly Granted[] {
  const isZone = ZONES.some((zone) => zone === name);
  const grants = grantsOn(site, members, (right) =>
    isZone ? right.on === "zone" && right.zone === name : right.on === "bucket" && right.bucket === name,
  );
  return grants.map(({ name, who, grant }) => ({
    who,
    made: new storage.BucketIAMMember(name, { bucket: bucket.name, ...grant }, options),
  }));
}

/** On one of BigQuery's datasets; of staging datasets there are many, so their names stand before. */
export function grantOnDataset(
  site: Site,
  members: Members,
  kind: DatasetKind,
  { dataset, prefix = "" }: { readonly dataset: bigquery.Dataset; readonly prefix?: string },
  options: CustomResourceOptions,
): readonly bigquery.DatasetIamMember[] {
  const grants = grantsOn(site, members, (right) => right.on === "dataset" && right.dataset === kind);
  const { datasetId } = dataset;
  return grants.map(
    ({ name, grant }) => new bigquery.DatasetIamMember(`${prefix}${name}`, { datasetId, ...grant }, options),
  );
}
