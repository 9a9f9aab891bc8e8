import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compute, iap } from "@pulumi/gcp";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { airflowName } from "../../lakehouse/plan/cloud/names.ts";
import { Component } from "../component.ts";
import { grantsOn } from "../grants.ts";
import { AIRFLOW_TAG } from "../network/firewall.ts";
import { labelsOf, type Site } from "../site.ts";
import { syncDags } from "./dags.ts";
import type { OrchestratorParts } from "./parts.ts";

const IMAGE = "debian-cloud/debian-12";
const BOOT_DISK_GIB = 20;
const DATA_DISK_GIB = 20;

/** Airflow on one machine: no public address, its database on a disk of its own, people by way of Identity-Aware Proxy. */
export class AirflowVm extends Component {
  readonly #site: Site;
  readonly #zone: string;

  constructor(name: string, site: Site, parts: OrchestratorParts, options: ComponentResourceOptions) {
    super("AirflowVm", name, site, options);
    this.#site = site;
    this.#zone = `${site.environment.region}-b`;
    const { machine: place } = parts.network;
    if (place === null) throw new Error("the network has no place for Airflow's machine");
    const needed = [place.wayOut, ...syncDags(site, parts, this.within), ...parts.readable];
    this.#letIn(this.#machine(parts, place.subnet, this.#disk(parts), this.#schedule(), needed), parts);
    this.registerOutputs({});
  }

  #disk({ platform: { keys } }: OrchestratorParts): compute.Disk {
    const name = `${airflowName(this.#site.environment)}-data`;
    const key = keys && { diskEncryptionKey: { kmsKeySelfLink: keys.lake.id } };
    return new compute.Disk(
      "airflow-data",
      { name, zone: this.#zone, type: "pd-balanced", size: DATA_DISK_GIB, ...key, labels: labelsOf(this.#site) },
      { ...this.kept, ...(keys && { dependsOn: [...keys.lake.granted] }) },
    );
  }

  /** Null: it runs through the night. */
  #schedule(): compute.ResourcePolicy | null {
    const { environment, settings } = this.#site;
    const { vmStarts, vmStops } = settings;
    if (vmStarts === null || vmStops === null) return null;
    return new compute.ResourcePolicy(
      "airflow-hours",
      {
        name: `${airflowName(environment)}-hours`,
        region: environment.region,
        description: "When Airflow's machine runs",
        instanceSchedulePolicy: {
          timeZone: "UTC",
          vmStartSchedule: { schedule: daily(vmStarts) },
          vmStopSchedule: { schedule: daily(vmStops) },
        },
      },
      this.within,
    );
  }

  #machine(
    { platform, dags }: OrchestratorParts,
    subnet: compute.Subnetwork,
    disk: compute.Disk,
    schedule: compute.ResourcePolicy | null,
    needed: readonly Resource[],
  ): compute.Instance {
    const { environment, settings } = this.#site;
    const key = platform.keys && { kmsKeySelfLink: platform.keys.lake.id };
    return new compute.Instance(
      "airflow",
      {
        name: airflowName(environment),
        zone: this.#zone,
        machineType: settings.vmMachine,
        description: "Airflow",
        bootDisk: { initializeParams: { image: IMAGE, size: BOOT_DISK_GIB, type: "pd-balanced" }, ...key },
        attachedDisks: [{ source: disk.id, deviceName: "sluice-data", ...key }],
        // No access configuration: no public address.
        networkInterfaces: [{ subnetwork: subnet.id }],
        serviceAccount: { email: platform.emailOf("airflow"), scopes: ["cloud-platform"] },
        shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
        // Its `metadataStartupScript` would make a new machine of every change.
        metadata: {
          "startup-script": readFileSync(join(import.meta.dirname, "airflow-vm/start-up.sh"), "utf8"),
          "sluice-dags": dags.name,
          "sluice-environment": environment.id,
          "enable-oslogin": "TRUE",
          "block-project-ssh-keys": "TRUE",
        },
        tags: [AIRFLOW_TAG],
        allowStoppingForUpdate: true,
        ...(schedule && { resourcePolicies: schedule.id }),
        labels: labelsOf(this.#site),
      },
      // Google starts and stops it in the name of its own agent.
      this.after(...needed, ...platform.granted("compute", "airflow"), ...(platform.keys?.lake.granted ?? [])),
    );
  }

  /** People, by Identity-Aware Proxy. */
  #letIn({ name: machine }: compute.Instance, { platform }: OrchestratorParts): void {
    const { project } = this.#site.environment;
    for (const { name, grant } of grantsOn(this.#site, platform.memberOf, ({ on }) => on === "machine")) {
      new iap.TunnelInstanceIAMMember(name, { project, zone: this.#zone, instance: machine, ...grant }, this.within);
    }
  }
}

/** `05:30` → every day at that time. */
function daily(clock: string): string {
  const [hour, minute] = clock.split(":");
  return `${Number(minute)} ${Number(hour)} * * *`;
}
