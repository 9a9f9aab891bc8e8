import type { storage } from "@pulumi/gcp";
import type { Resource } from "@pulumi/pulumi";
import type { Network } from "../network.ts";
import type { Platform } from "../platform.ts";

/** What an orchestrator is built on. */
export interface OrchestratorParts {
  readonly platform: Platform;
  readonly network: Network;
  /** What Airflow reads. */
  readonly dags: storage.Bucket;
  /** Its right to read there, and the plans that lie there. */
  readonly readable: readonly Resource[];
  /** The checkout's folder. */
  readonly root: string;
}
