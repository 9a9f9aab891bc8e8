import { kms } from "@pulumi/gcp";
import type { CustomResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { networkName } from "../../lakehouse/plan/cloud/names.ts";
import { grantsOn, type Members } from "../grants.ts";
import { labelsOf, type Site } from "../site.ts";

/** A key that services use once their agents may. */
export interface Key {
  readonly id: Output<string>;
  /** Grants to the agents: what is encrypted by it waits for them. */
  readonly granted: readonly Resource[];
}

export interface Keys {
  /** Of buckets, topics, images, secrets and disks. */
  readonly lake: Key;
  /** Of BigQuery's datasets, which may be in another place. */
  readonly warehouse: Key;
}

const ROTATION_SECONDS = 90 * 86_400;

/** Keys of BigQuery's two large places have names of their own. */
const KMS_LOCATIONS: Readonly<Record<string, string>> = { EU: "europe", US: "us" };

/** Keyrings stay for good, and a key that is destroyed takes all data with it: none is ever replaced or removed. */
export function makeKeys(site: Site, members: Members, options: CustomResourceOptions): Keys {
  const { region, location } = site.environment;
  const key = (name: keyof Keys, place: string) => makeKey(name, site, place, members, options);
  return { lake: key("lake", region), warehouse: key("warehouse", KMS_LOCATIONS[location] ?? location) };
}

function makeKey(
  name: keyof Keys,
  site: Site,
  location: string,
  members: Members,
  { protect, ...options }: CustomResourceOptions,
): Key {
  const kept = { ...options, ...(protect !== undefined && { protect }) };
  const ring = new kms.KeyRing(`keys-${name}`, { name: `${networkName(site.environment)}-${name}`, location }, kept);
  const rotationPeriod = `${ROTATION_SECONDS}s`;
  const made = { name, keyRing: ring.id, rotationPeriod, labels: labelsOf(site) };
  const key = new kms.CryptoKey(`key-${name}`, made, kept);
  const granted = grantsOn(site, members, (right) => right.on === "key" && right.key === name).map(
    ({ name, grant }) => new kms.CryptoKeyIAMMember(name, { cryptoKeyId: key.id, ...grant }, options),
  );
  return { id: key.id, granted };
}
