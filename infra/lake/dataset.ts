import { bigquery } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Key } from "../platform/keys.ts";
import { labelsOf, type Site } from "../site.ts";

export interface DatasetOptions {
  readonly datasetId: string;
  readonly description: string;
  /** Null: Google's own. */
  readonly key: Key | null;
  /** Tables go by themselves after so long; null: never. */
  readonly expirationMs?: number;
  /** Beside those of the environment. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** One of BigQuery's datasets. */
export function makeDataset(
  logicalName: string,
  site: Site,
  { datasetId, description, key, expirationMs, labels }: DatasetOptions,
  options: CustomResourceOptions,
): bigquery.Dataset {
  const isKept = options.protect === true;
  return new bigquery.Dataset(
    logicalName,
    {
      datasetId,
      description,
      location: site.environment.location,
      deleteContentsOnDestroy: !isKept,
      // Version 10 of the provider clears what is left out.
      defaultCollation: "",
      ...(expirationMs !== undefined && { defaultTableExpirationMs: expirationMs }),
      ...(key && { defaultEncryptionConfiguration: { kmsKeyName: key.id } }),
      labels: { ...labelsOf(site), ...labels },
    },
    { ...options, ...(key && { dependsOn: [...key.granted] }) },
  );
}
