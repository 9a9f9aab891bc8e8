import { DAGS_RULES, lifecycleOf, SCRATCH_RULES } from "../../../../infra/lake/lifecycle.ts";
import type { Site } from "../../../../infra/site.ts";
import { ZONES } from "../../../../lakehouse/plan/cloud/names.ts";
import { at, type Line, type Made, type Values } from "./line.ts";

export function bucketLines(buckets: Made, { plans, settings }: Site): Line[] {
  const days = (name: string) => (name === "scratch" ? 0 : settings.softDeleteDays);
  const rulesOf = (name: string) => {
    if (name === "scratch") return SCRATCH_RULES;
    if (name === "dags") return DAGS_RULES;
    const zone = ZONES.find((one) => one === name);
    return zone ? lifecycleOf(zone, plans) : [];
  };
  return buckets.flatMap(({ name, inputs }): Line[] => [
    [
      `${name} rules`,
      ((inputs.lifecycleRules ?? []) as readonly Values[]).map((rule) => [
        at(rule, "action.type"),
        at(rule, "action.storageClass") ?? null,
        at(rule, "condition"),
      ]),
      rulesOf(name).map(({ action, ageDays, folders }) => [
        action.type,
        "storageClass" in action ? action.storageClass : null,
        { age: ageDays, ...(folders.length > 0 && { matchesPrefixes: folders }) },
      ]),
    ],
    [`${name} soft delete`, at(inputs, "softDeletePolicy.retentionDurationSeconds"), days(name) * 24 * 3_600],
  ]);
}

/** Each in its own place: what is in another is not found, or may not be used. */
export function placeLines(resources: Made, { environment: { region, location } }: Site): Line[] {
  const kms = ({ EU: "europe", US: "us" } as Values)[location] ?? location;
  const places: Values = {
    "Bucket location": region,
    "Dataset location": location,
    "Connection location": location,
    "Taxonomy region": location.toLowerCase(),
    "Function location": region,
    "Function eventTrigger.triggerRegion": region,
    "Repository location": region,
    "Job region": region,
    "Subnetwork privateIpGoogleAccess": true,
    "Service disableOnDestroy": false,
    "Taxonomy activatedPolicyTypes": ["FINE_GRAINED_ACCESS_CONTROL"],
  };
  const each = resources.flatMap(({ type, name, inputs }): Line[] =>
    Object.entries(places).flatMap(([key, promised]): Line[] => {
      const [kind = "", path = ""] = key.split(" ");
      const found = at(inputs, path);
      if (!type.endsWith(`:${kind}`) || (path.startsWith("eventTrigger") && !inputs.eventTrigger)) return [];
      return [[`${key} of ${name}`, found, promised]];
    }),
  );
  const rings = resources.filter(({ type }) => type.endsWith(":KeyRing"));
  return [
    ...each,
    ...rings.map(({ name, inputs }): Line => [name, inputs.location, name === "keys-lake" ? region : kms]),
  ];
}

const KEYED: Values = {
  "storage/bucket:Bucket": "encryption.defaultKmsKeyName",
  "bigquery/dataset:Dataset": "defaultEncryptionConfiguration.kmsKeyName",
  "pubsub/topic:Topic": "kmsKeyName",
  "artifactregistry/repository:Repository": "kmsKeyName",
  "composer/environment:Environment": "config.encryptionConfig.kmsKeyName",
  "compute/disk:Disk": "diskEncryptionKey.kmsKeySelfLink",
  "compute/instance:Instance": "bootDisk.kmsKeySelfLink",
  "secretmanager/secret:Secret": "replication.userManaged.replicas.0.customerManagedEncryption.kmsKeyName",
};

export function keyLines(resources: Made, { settings }: Site): Line[] {
  return resources.flatMap(({ type, name, inputs }): Line[] => {
    const path = KEYED[type.replace(/^gcp:/, "")];
    return path === undefined ? [] : [[`${name} has a key`, at(inputs, String(path)) !== undefined, settings.kms]];
  });
}
