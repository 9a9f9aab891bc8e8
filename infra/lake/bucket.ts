import { storage } from "@pulumi/gcp";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { labelsOf, type Site } from "../site.ts";
import type { LifecycleRule } from "./lifecycle.ts";

const DAY_SECONDS = 86_400;

export interface BucketOptions {
  readonly name: string;
  readonly rules: readonly LifecycleRule[];
  /** For how many days deleted objects can be brought back; 0: not at all. */
  readonly softDeleteDays: number;
  /** Null: Google's own key. */
  readonly key: Input<string> | null;
}

/** Private in every way that Cloud Storage knows: no access by object, none for the public whoever grants it. */
export function makeBucket(
  logicalName: string,
  site: Site,
  { name, rules, softDeleteDays, key }: BucketOptions,
  options: CustomResourceOptions,
): storage.Bucket {
  return new storage.Bucket(
    logicalName,
    {
      name,
      location: site.environment.region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !site.settings.protect,
      softDeletePolicy: { retentionDurationSeconds: softDeleteDays * DAY_SECONDS },
      lifecycleRules: rules.map(({ action, ageDays, folders }) => ({
        action,
        condition: { age: ageDays, ...(folders.length > 0 && { matchesPrefixes: [...folders] }) },
      })),
      ...(key !== null && { encryption: { defaultKmsKeyName: key } }),
      labels: labelsOf(site),
    },
    options,
  );
}
