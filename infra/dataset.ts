import { storage } from "@pulumi/gcp";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { canonicalJson } from "../lakehouse/plan/canonical.ts";
import { dagPlanPath, deployedPlanPath } from "../lakehouse/plan/cloud/names.ts";
import { tableNames } from "../lakehouse/plan/names.ts";
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
  readonly channels: Channels;
}

/** What one contract asks for: nothing of it is in another component, so that a new contract adds, and touches no other. */
export class Dataset extends Component {
  constructor(site: Site, plan: Plan, { platform, lake, channels }: DatasetParts, options: ComponentResourceOptions) {
    super("Dataset", plan.dataset, site, options);
    const place = { site, plan, lake };
    const access = { site, plan, members: lake.memberOf, options: this.within };
    grantOnTable(access, "consumption", makeTable(place, this.kept));
    grantOnTags(access, lake.policyTags);
    if (plan.derived === null) {
      this.#staging(place, platform);
      this.#files(place, access);
    }
    this.#catalog(place);
    watchDataset(site, plan, channels, this.within);
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
    grantOnTable(access, "good", makeGoodTable(place, this.within));
    makeQuarantineTable(place, this.within);
  }

  /** The plan in force, for people and for Airflow; those that drops were split by lie beside it, by their hash. */
  #catalog({ plan, lake }: TablePlace): void {
    const content = `${canonicalJson(plan)}\n`;
    const lay = (name: string, path: string, bucket: storage.Bucket) =>
      new storage.BucketObject(
        name,
        { bucket: bucket.name, name: path.slice(path.indexOf("/") + 1), content, contentType: "application/json" },
        this.within,
      );
    lay(`${plan.dataset}-plan`, deployedPlanPath(plan.dataset), lake.zones.plans);
    if (lake.dags) lay(`${plan.dataset}-dag-plan`, dagPlanPath(plan.dataset), lake.dags);
  }
}
