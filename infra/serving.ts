import { type storage, vertex } from "@pulumi/gcp";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { endpointId, modelsBucket, networkName, predictionsDataset } from "../lakehouse/plan/cloud/names.ts";
import { Component } from "./component.ts";
import { makeBucket } from "./lake/bucket.ts";
import { makeDataset } from "./lake/dataset.ts";
import { grantOnBucket } from "./lake/grants.ts";
import type { Platform } from "./platform.ts";
import { labelsOf, type Site } from "./site.ts";

/** A tenth of the answers is enough to see that a model drifts, and cheap. */
const LOGGED = 0.1;

/** Where models are served from: which model answers is decided by a release, not here. */
export class Serving extends Component {
  constructor(name: string, site: Site, platform: Platform, options: ComponentResourceOptions) {
    super("Serving", name, site, options);
    grantOnBucket(site, platform.memberOf, "models", this.#models(site, platform), this.within);
    this.#endpoint(site, platform);
    this.registerOutputs({});
  }

  #models(site: Site, { keys }: Platform): storage.Bucket {
    const { softDeleteDays } = site.settings;
    const made = { name: modelsBucket(site.environment), rules: [], softDeleteDays, key: keys?.lake.id ?? null };
    return makeBucket("models", site, made, { ...this.kept, dependsOn: [...(keys?.lake.granted ?? [])] });
  }

  #endpoint(site: Site, { keys }: Platform): vertex.AiEndpoint {
    const { environment } = site;
    const datasetId = predictionsDataset(environment);
    const description = "What models were asked and answered";
    const predictions = makeDataset(
      "predictions",
      site,
      { datasetId, description, key: keys?.warehouse ?? null },
      this.kept,
    );
    return new vertex.AiEndpoint(
      "endpoint",
      {
        name: endpointId(environment),
        displayName: networkName(environment),
        description: "Models of the lakehouse",
        location: environment.region,
        region: environment.region,
        dedicatedEndpointEnabled: true,
        predictRequestResponseLoggingConfig: {
          enabled: true,
          samplingRate: LOGGED,
          bigqueryDestination: { outputUri: `bq://${environment.project}.${datasetId}.answers` },
        },
        labels: labelsOf(site),
      },
      this.after(predictions),
    );
  }
}
