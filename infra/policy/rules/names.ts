import { shortType } from "../look.ts";
import { type Rule, UNKNOWN } from "../rule.ts";

/** Which input is the name, and how many characters Google takes. */
const NAMES: Readonly<Record<string, readonly [input: string, least: number, most: number]>> = {
  "artifactregistry.Repository": ["repositoryId", 1, 63],
  "bigquery.Connection": ["connectionId", 1, 63],
  "bigquery.Dataset": ["datasetId", 1, 1024],
  "bigquery.Table": ["tableId", 1, 1024],
  "billing.Budget": ["displayName", 1, 60],
  "cloudfunctionsv2.Function": ["name", 1, 63],
  "cloudrunv2.Job": ["name", 1, 49],
  "cloudrunv2.Service": ["name", 1, 49],
  "cloudscheduler.Job": ["name", 1, 500],
  "composer.Environment": ["name", 1, 63],
  "compute.Disk": ["name", 1, 63],
  "compute.Firewall": ["name", 1, 63],
  "compute.Instance": ["name", 1, 63],
  "compute.Network": ["name", 1, 63],
  "compute.ResourcePolicy": ["name", 1, 63],
  "compute.Router": ["name", 1, 63],
  "compute.RouterNat": ["name", 1, 63],
  "compute.Subnetwork": ["name", 1, 63],
  "datacatalog.Taxonomy": ["displayName", 1, 200],
  "kms.CryptoKey": ["name", 1, 63],
  "kms.KeyRing": ["name", 1, 63],
  "logging.Metric": ["name", 1, 100],
  "monitoring.AlertPolicy": ["displayName", 1, 512],
  "monitoring.NotificationChannel": ["displayName", 1, 512],
  "projects.IAMCustomRole": ["roleId", 3, 64],
  "pubsub.Subscription": ["name", 3, 255],
  "pubsub.Topic": ["name", 3, 255],
  "secretmanager.Secret": ["secretId", 1, 255],
  "serviceaccount.Account": ["accountId", 6, 30],
  "storage.Bucket": ["name", 3, 63],
  "vertex.AiEndpoint": ["displayName", 1, 128],
};

export const fittingNames: Rule = {
  name: "fitting-names",
  description: "Each name is given, so that none has a random part, and is as long as Google takes it.",
  check({ type, inputs }) {
    const [input, least, most] = NAMES[shortType(type)] ?? [];
    if (input === undefined || least === undefined || most === undefined) return [];
    const name = inputs[input];
    if (name === UNKNOWN) return [];
    if (typeof name !== "string")
      return [`${input}: is missing, so Pulumi makes one up → lakehouse/plan/cloud/names.ts`];
    if (name.length >= least && name.length <= most) return [];
    return [`${input}: '${name}' has ${name.length} characters → ${least} to ${most}; shorten the environment's name`];
  },
};
