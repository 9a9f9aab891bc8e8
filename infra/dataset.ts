import { storage } from "@pulumi/gcp";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { canonicalJson, planHash } from "../lakehouse/plan/canonical.ts";
import { dagPlanPath } from "../lakehouse/plan/cloud/names.ts";
import { planPath, tableNames } from "../lakehouse/plan/names.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import { STAGING_DAYS } from "../lakehouse/plan/warehouse/bigquery.ts";
import { Component } from "./component.ts";
import { type AccessPlace, grantOnFolders, grantOnTable, grantOnTags } from "./dataset/access.ts";
import { makeFolders } from "./dataset/folders.ts";
import { makeGoodTable, makeQuarantineTable, makeTable, type TablePlace } from "./dataset/tables.ts";
import { makeDataset } from "./lake/dataset.ts";
import { grantOnDataset } from "./lake/grants.ts";
import type { Lake } from "./lake.ts";
import { type Channels, watchDataset } from "./operations/dataset.ts";
import type { Platform } from "./platform.ts";
import type { Site } from "./site.ts";

const DAY_MS = 86_400_000;

export interface DatasetParts {
  readonly platform: Platform;
  readonly lake: Lake;
}

/** What one contract asks for: nothing of it is in another component, so that a new contract adds, and touches no other. */
export class Dataset extends Component {
  /** The plan where functions look for it. */
  readonly catalogued: storage.BucketObject;
  /** The same where Airflow looks for it; null: there is none. */
  readonly dagPlan: storage.BucketObject | null;
  readonly #watched: { readonly site: Site; readonly plan: Plan };

  constructor(site: Site, plan: Plan, { platform, lake }: DatasetParts, options: ComponentResourceOptions) {
    super("Dataset", plan.dataset, site, options);
    const place = { site, plan, lake };
    const access = { site, plan, members: lake.memberOf, options: this.within };
    grantOnTable(access, "consumption", makeTable(place, this.kept));
    grantOnTags(access, lake.policyTags);
    if (plan.derived === null) {
      this.#staging(place, platform);
      this.#files(place, access);
    }
    this.#watched = { site, plan };
    this.catalogued = this.#catalog(place);
    const { dags: bucket } = lake;
    this.dagPlan =
      bucket && this.#lay(`${plan.dataset}-dag-plan`, dagPlanPath(plan.dataset), { plan, bucket }, this.within);
  }

  /** Once what measures it is there: alerts, objectives and a dashboard of what the contract promises. */
  watch(channels: Channels): void {
    watchDataset(this.#watched.site, this.#watched.plan, channels, this.within);
    this.registerOutputs({});
  }

  /** Tables that a publication makes and drops; what one that nobody finished leaves there goes by itself. */
  #staging({ site, plan, lake }: TablePlace, { keys }: Platform): void {
    const { staging } = tableNames(site.environment.id, plan.dataset, "", "");
    const dataset = makeDataset(
      `${plan.dataset}-staging`,
      site,
      {
        datasetId: staging.dataset,
        description: `Publications of ${plan.dataset} that are not done`,
        key: keys?.warehouse ?? null,
        expirationMs: STAGING_DAYS * DAY_MS,
        labels: { "sluice-dataset": plan.dataset },
      },
      this.within,
    );
    grantOnDataset(site, lake.memberOf, "staging", { dataset, prefix: `${plan.dataset}-` }, this.within);
  }

  /** The lake's own files: who may read and upload them, and BigQuery's tables over them. */
  #files(place: TablePlace, access: AccessPlace): void {
    grantOnFolders(access, makeFolders(place, this.within));
    const reading = this.after(...place.lake.readable);
    grantOnTable(access, "good", makeGoodTable(place, reading));
    makeQuarantineTable(place, reading);
  }

  /** Under its hash, which the ledger names: no account may change it there, and earlier ones stay. */
  #catalog({ plan, lake }: TablePlace): storage.BucketObject {
    const kept = { ...this.within, retainOnDelete: true };
    return this.#lay(`${plan.dataset}-plan`, planPath(planHash(plan)), { plan, bucket: lake.zones.plans }, kept);
  }

  #lay(
    name: string,
    path: string,
    { plan, bucket }: { readonly plan: Plan; readonly bucket: storage.Bucket },
    options: CustomResourceOptions,
  ): storage.BucketObject {
    const content = canonicalJson(plan);
    const object = { name: path.slice(path.indexOf("/") + 1), content, contentType: "application/json" };
    return new storage.BucketObject(name, { bucket: bucket.name, ...object }, options);
  }
}
