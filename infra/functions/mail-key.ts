import { secretmanager } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { mailKeySecret } from "../../lakehouse/plan/cloud/names.ts";
import type { Key } from "../platform/keys.ts";
import { labelsOf, type Site } from "../site.ts";

/** What stands there until somebody adds the key: without any version the function that mails could not be deployed. */
const PLACEHOLDER = "no key yet: docs/deploying.md says how to add it";

export interface MailKey {
  readonly secret: secretmanager.Secret;
  readonly first: secretmanager.SecretVersion;
}

/** The key itself is never known here: neither settings nor Pulumi's state hold it. */
export function makeMailKey(site: Site, key: Key | null, options: CustomResourceOptions): MailKey {
  const { environment } = site;
  const encryption = key && { customerManagedEncryption: { kmsKeyName: key.id } };
  const secret = new secretmanager.Secret(
    "sendgrid-key",
    {
      secretId: mailKeySecret(environment),
      replication: { userManaged: { replicas: [{ location: environment.region, ...encryption }] } },
      labels: labelsOf(site),
    },
    { ...options, ...(key && { dependsOn: [...key.granted] }) },
  );
  const first = new secretmanager.SecretVersion(
    "sendgrid-key-none",
    { secret: secret.id, secretDataWo: PLACEHOLDER, secretDataWoVersion: 1 },
    // Newer versions are people's; this one may be disabled by then.
    { ...options, ignoreChanges: ["enabled"] },
  );
  return { secret, first };
}
