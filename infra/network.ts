import { compute } from "@pulumi/gcp";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { networkName } from "../lakehouse/plan/cloud/names.ts";
import { Component } from "./component.ts";
import { closeFirewall } from "./network/firewall.ts";
import type { Site } from "./site.ts";

/** Where workers and machines are: private addresses, Google's services reached privately, nothing let in that is not named. */
export class Network extends Component {
  readonly network: compute.Network;
  readonly subnet: compute.Subnetwork;

  constructor(name: string, site: Site, options: ComponentResourceOptions) {
    super("Network", name, site, options);
    this.network = new compute.Network(
      "network",
      { name: networkName(site.environment), autoCreateSubnetworks: false, description: "Sluice" },
      this.within,
    );
    this.subnet = this.#subnet(site);
    closeFirewall(this.network, site, this.within);
    if (site.settings.orchestrator === "airflow-vm") this.#wayOut(site);
    this.registerOutputs({});
  }

  #subnet({ environment, settings }: Site): compute.Subnetwork {
    return new compute.Subnetwork(
      "subnet",
      {
        name: networkName(environment),
        region: environment.region,
        network: this.network.id,
        ipCidrRange: settings.subnetRange,
        privateIpGoogleAccess: true,
        logConfig: { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.1, metadata: "INCLUDE_ALL_METADATA" },
      },
      this.within,
    );
  }

  /** Airflow's machine installs packages. Jobs and functions have no need of it, and it costs by the hour. */
  #wayOut({ environment }: Site): void {
    const { region } = environment;
    const name = networkName(environment);
    const router = new compute.Router("router", { name, region, network: this.network.id }, this.within);
    new compute.RouterNat(
      "nat",
      {
        name,
        region,
        router: router.name,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
        subnetworks: [{ name: this.subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      this.within,
    );
  }
}
