import { compute } from "@pulumi/gcp";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { airflowName, networkName } from "../lakehouse/plan/cloud/names.ts";
import { Component } from "./component.ts";
import { closeFirewall } from "./network/firewall.ts";
import type { Site } from "./site.ts";

/** Where workers and machines are: private addresses, Google's services reached privately, nothing let in that is not named. */
export class Network extends Component {
  readonly network: compute.Network;
  readonly subnet: compute.Subnetwork;
  /** Of Airflow's machine, with a way out; null: there is none. */
  readonly machine: MachinePlace | null;

  constructor(name: string, site: Site, options: ComponentResourceOptions) {
    super("Network", name, site, options);
    const { environment, settings } = site;
    const description = "Sluice";
    const made = { name: networkName(environment), autoCreateSubnetworks: false, description };
    this.network = new compute.Network("network", made, this.within);
    this.subnet = this.#subnet("subnet", networkName(environment), settings.subnetRange, site);
    closeFirewall(this.network, site, this.within);
    this.machine = settings.orchestrator === "airflow-vm" ? this.#machinePlace(site) : null;
    this.registerOutputs({});
  }

  #subnet(logicalName: string, name: string, ipCidrRange: string, { environment }: Site): compute.Subnetwork {
    return new compute.Subnetwork(
      logicalName,
      {
        name,
        region: environment.region,
        network: this.network.id,
        ipCidrRange,
        privateIpGoogleAccess: true,
        logConfig: { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.1, metadata: "INCLUDE_ALL_METADATA" },
      },
      this.within,
    );
  }

  /** It installs packages. Workers, which read hostile files, have no way out; and one costs by the hour. */
  #machinePlace(site: Site): MachinePlace {
    const { region } = site.environment;
    const name = airflowName(site.environment);
    const subnet = this.#subnet("machine-subnet", name, site.settings.machineRange, site);
    const router = new compute.Router("router", { name, region, network: this.network.id }, this.within);
    const wayOut = new compute.RouterNat(
      "nat",
      {
        name,
        region,
        router: router.name,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
        subnetworks: [{ name: subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      this.within,
    );
    return { subnet, wayOut };
  }
}

export interface MachinePlace {
  readonly subnet: compute.Subnetwork;
  readonly wayOut: compute.RouterNat;
}
