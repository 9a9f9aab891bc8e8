import { compute } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { networkName } from "../../lakehouse/plan/cloud/names.ts";
import type { Site } from "../site.ts";

/** Dataflow puts it on every worker. */
const WORKER_TAG = "dataflow";
export const AIRFLOW_TAG = "airflow";
/** From where Identity-Aware Proxy forwards: Google's page on TCP forwarding names it. */
const IAP_RANGE = "35.235.240.0/20";
/** The last one to be asked. */
const LAST = 65_534;

export const SSH_PORT = "22";
export const AIRFLOW_PORT = "8080";

/** Nothing comes in but workers to each other and, to Airflow's machine, people whom Google has checked. */
export function closeFirewall(network: compute.Network, site: Site, options: CustomResourceOptions): void {
  const rule = (name: string, what: Omit<compute.FirewallArgs, "network" | "name">) =>
    new compute.Firewall(
      name,
      { name: `${networkName(site.environment)}-${name}`, network: network.id, direction: "INGRESS", ...what },
      options,
    );
  rule("deny-all", {
    priority: LAST,
    sourceRanges: ["0.0.0.0/0"],
    denies: [{ protocol: "all" }],
    logConfig: { metadata: "INCLUDE_ALL_METADATA" },
  });
  rule("allow-workers", {
    sourceTags: [WORKER_TAG],
    targetTags: [WORKER_TAG],
    allows: [{ protocol: "tcp", ports: ["12345-12346"] }],
  });
  if (site.settings.orchestrator !== "airflow-vm") return;
  rule("allow-iap", {
    sourceRanges: [IAP_RANGE],
    targetTags: [AIRFLOW_TAG],
    allows: [{ protocol: "tcp", ports: [SSH_PORT, AIRFLOW_PORT] }],
  });
}
