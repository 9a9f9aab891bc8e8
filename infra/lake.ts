import { bigquery, datacatalog, type storage } from "@pulumi/gcp";
import { all, type ComponentResourceOptions, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import {
  bucketName,
  connectionId,
  dagsBucket,
  scratchBucket,
  ZONES,
  type Zone,
} from "../lakehouse/plan/cloud/names.ts";
import type { DatasetKind } from "../lakehouse/plan/cloud/rights.ts";
import { tableNames } from "../lakehouse/plan/names.ts";
import { Component } from "./component.ts";
import { grantsOn, type Members } from "./grants.ts";
import { type BucketOptions, makeBucket } from "./lake/bucket.ts";
import { makeDataset } from "./lake/dataset.ts";
import { grantOnBucket, grantOnDataset } from "./lake/grants.ts";
import { DAGS_RULES, lifecycleOf, SCRATCH_RULES } from "./lake/lifecycle.ts";
import { makePolicyTags, type PolicyTags } from "./lake/policy-tags.ts";
import type { Platform } from "./platform.ts";
import type { Site } from "./site.ts";

/** Where data is, of all datasets: a bucket a zone, and BigQuery's datasets for what is published and what is not. */
export class Lake extends Component {
  readonly zones: Readonly<Record<Zone, storage.Bucket>>;
  readonly scratch: storage.Bucket;
  /** What Airflow reads; null: there is none. */
  readonly dags: storage.Bucket | null;
  readonly consumption: bigquery.Dataset;
  readonly quarantine: bigquery.Dataset;
  /** Reads the lake's files for BigQuery's tables, in nobody's name: whoever may read the table needs no bucket. */
  readonly connection: bigquery.Connection;
  readonly policyTags: PolicyTags;
  readonly #site: Site;
  readonly #platform: Platform;
  readonly #readable: Resource[] = [];
  readonly #dagReaders: Resource[] = [];

  constructor(name: string, site: Site, platform: Platform, options: ComponentResourceOptions) {
    super("Lake", name, site, options);
    this.#site = site;
    this.#platform = platform;
    this.connection = this.#connection();
    this.zones = Object.fromEntries(ZONES.map((zone) => [zone, this.#zone(zone)])) as Record<Zone, storage.Bucket>;
    this.scratch = this.#scratch();
    this.dags = site.settings.orchestrator === "functions" ? null : this.#dags();
    const names = tableNames(site.environment.id, "", "", "");
    this.consumption = this.#dataset("consumption", names.consumption.dataset, "What is published");
    this.quarantine = this.#dataset("quarantine", names.quarantine.dataset, "Rows that wait with their reasons");
    this.policyTags = makePolicyTags(site, this.within);
    this.#grantTags();
    this.registerOutputs({});
  }

  /** Of whom the platform knows, and of the connection. */
  readonly memberOf: Members = (who) =>
    who === "biglake"
      ? // The id makes it wait: until the connection is made its account has no name.
        all([this.connection.cloudResource, this.connection.id]).apply(
          ([made]) => `serviceAccount:${made?.serviceAccountId}`,
        )
      : this.#platform.memberOf(who);

  /** What lets the connection read the lake's files: tables over them wait for it. */
  get readable(): readonly Resource[] {
    return this.#readable;
  }

  /** What lets Airflow read its DAGs. */
  get dagReaders(): readonly Resource[] {
    return this.#dagReaders;
  }

  #bucket(name: Parameters<typeof grantOnBucket>[2], made: Omit<BucketOptions, "key">, options: CustomResourceOptions) {
    const key = this.#platform.keys?.lake;
    const waiting = { ...options, dependsOn: [...(key?.granted ?? [])] };
    const bucket = makeBucket(name, this.#site, { ...made, key: key?.id ?? null }, waiting);
    const granted = grantOnBucket(this.#site, this.memberOf, name, bucket, this.within);
    this.#readable.push(...granted.filter(({ who }) => who === "biglake").map(({ made }) => made));
    if (name === "dags") this.#dagReaders.push(...granted.map(({ made }) => made));
    return bucket;
  }

  #zone(zone: Zone): storage.Bucket {
    const { environment, settings, plans } = this.#site;
    const { softDeleteDays } = settings;
    const made = { name: bucketName(environment, zone), rules: lifecycleOf(zone, plans), softDeleteDays };
    return this.#bucket(zone, made, this.kept);
  }

  /** What was deleted there is gone: else each temporary file were paid for a week. */
  #scratch(): storage.Bucket {
    const made = { name: scratchBucket(this.#site.environment), rules: SCRATCH_RULES, softDeleteDays: 0 };
    return this.#bucket("scratch", made, this.within);
  }

  /** DAGs are the checkout's; Composer keeps its snapshots there too. */
  #dags(): storage.Bucket {
    const { environment, settings } = this.#site;
    const made = { name: dagsBucket(environment), rules: DAGS_RULES, softDeleteDays: settings.softDeleteDays };
    return this.#bucket("dags", made, this.kept);
  }

  #dataset(kind: DatasetKind, datasetId: string, description: string): bigquery.Dataset {
    const key = this.#platform.keys?.warehouse ?? null;
    const dataset = makeDataset(kind, this.#site, { datasetId, description, key }, this.kept);
    grantOnDataset(this.#site, this.memberOf, kind, { dataset }, this.within);
    return dataset;
  }

  #connection(): bigquery.Connection {
    const { environment } = this.#site;
    const description = "Reads files of the lake for tables over them";
    const made = { connectionId: connectionId(environment), location: environment.location, description };
    return new bigquery.Connection("lake-files", { ...made, cloudResource: {} }, this.within);
  }

  /** Who reads whole tables for their work. Readers have theirs by the roles of each contract. */
  #grantTags(): void {
    const grants = grantsOn(this.#site, this.memberOf, ({ on }) => on === "policyTags");
    for (const [level, { name: policyTag }] of Object.entries(this.policyTags)) {
      for (const { name, grant } of grants) {
        new datacatalog.PolicyTagIamMember(`${level}-${name}`, { policyTag, ...grant }, this.within);
      }
    }
  }
}
