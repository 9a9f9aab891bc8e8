import type { storage } from "@pulumi/gcp";
import type { Network } from "../network.ts";
import type { Platform } from "../platform.ts";

/** What an orchestrator is built on. */
export interface OrchestratorParts {
  readonly platform: Platform;
  readonly network: Network;
  /** What Airflow reads. */
  readonly dags: storage.Bucket;
  /** The checkout's folder. */
  readonly root: string;
}
