import { composer } from "@pulumi/gcp";
import { type ComponentResourceOptions, interpolate } from "@pulumi/pulumi";
import { airflowName } from "../../lakehouse/plan/cloud/names.ts";
import type { Settings } from "../../lakehouse/plan/cloud/stack/read.ts";
import { Component } from "../component.ts";
import { labelsOf, type Site } from "../site.ts";
import { syncDags } from "./dags.ts";
import type { OrchestratorParts } from "./parts.ts";

/** One change takes half an hour; more than the usual limit for some. */
const TIMEOUT = "2h";

/** vCPUs, GiB, count: of each part of Airflow, by the environment's size. */
const SIZES = {
  small: { scheduler: [0.5, 2, 1], processor: [1, 2, 1], triggerer: [0.5, 1, 1], web: [1, 2], worker: [1, 4, 1, 3] },
  medium: { scheduler: [2, 8, 2], processor: [2, 6, 2], triggerer: [0.5, 1, 2], web: [2, 4], worker: [2, 8, 2, 6] },
  large: { scheduler: [4, 16, 2], processor: [4, 12, 2], triggerer: [1, 2, 2], web: [4, 8], worker: [4, 16, 3, 12] },
} as const satisfies Record<Settings["composerSize"], object>;

/** Cloud Composer 3, in the environment's own network and with its DAGs in a bucket that outlives it. */
export class Composer extends Component {
  constructor(name: string, site: Site, parts: OrchestratorParts, options: ComponentResourceOptions) {
    super("Composer", name, site, options);
    syncDags(site, parts, this.within);
    const { platform } = parts;
    const keyed = platform.keys?.lake.granted ?? [];
    this.#environment(
      site,
      parts,
      this.after(...platform.granted("airflow"), ...platform.agent("composer").made, ...keyed),
    );
    this.registerOutputs({});
  }

  #environment(
    site: Site,
    { network, platform, dags }: OrchestratorParts,
    options: ComponentResourceOptions,
  ): composer.Environment {
    const { environment, settings } = site;
    const { keys } = platform;
    const bucket = interpolate`gs://${dags.name}`;
    return new composer.Environment(
      "airflow",
      {
        name: airflowName(environment),
        region: environment.region,
        storageConfig: { bucket },
        config: {
          environmentSize: `ENVIRONMENT_SIZE_${settings.composerSize.toUpperCase()}`,
          enablePrivateEnvironment: true,
          enablePrivateBuildsOnly: true,
          softwareConfig: {
            imageVersion: settings.composerImage,
            envVariables: { SLUICE_ENVIRONMENT: environment.id },
            airflowConfigOverrides: { "core-dags_are_paused_at_creation": "False", "core-load_examples": "False" },
            webServerPluginsMode: "ENABLED",
          },
          workloadsConfig: workloads(SIZES[settings.composerSize]),
          ...(keys && { encryptionConfig: { kmsKeyName: keys.lake.id } }),
          nodeConfig: {
            network: network.network.id,
            subnetwork: network.subnet.id,
            serviceAccount: platform.emailOf("airflow"),
          },
          // Twelve hours a week are the least that may be given.
          maintenanceWindow: {
            startTime: "1970-01-01T20:00:00Z",
            endTime: "1970-01-02T00:00:00Z",
            recurrence: "FREQ=WEEKLY;BYDAY=FR,SA,SU",
          },
          recoveryConfig: {
            scheduledSnapshotsConfig: {
              enabled: true,
              snapshotLocation: interpolate`${bucket}/snapshots`,
              snapshotCreationSchedule: "0 3 * * *",
              timeZone: "UTC",
            },
          },
        },
        labels: labelsOf(site),
      },
      { ...options, customTimeouts: { create: TIMEOUT, update: TIMEOUT, delete: TIMEOUT } },
    );
  }
}

function workloads({ scheduler, processor, triggerer, web, worker }: (typeof SIZES)[Settings["composerSize"]]) {
  const part = ([cpu, memoryGb, count]: readonly [number, number, number]) => ({ cpu, memoryGb, count });
  const [minCount, maxCount] = [worker[2], worker[3]];
  return {
    scheduler: { ...part(scheduler), storageGb: 1 },
    dagProcessor: { ...part(processor), storageGb: 1 },
    triggerer: part(triggerer),
    webServer: { cpu: web[0], memoryGb: web[1], storageGb: 1 },
    worker: { cpu: worker[0], memoryGb: worker[1], storageGb: 10, minCount, maxCount },
  };
}
