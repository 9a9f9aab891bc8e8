import type { Fleet } from "./dataflow/sizing.ts";

/** Where a plan is for. Ids of projects and places stand here, never in a contract. */
export interface Environment {
  /** `local`, `dev`, `prod`: letters, digits and hyphens; part of names. */
  readonly id: string;
  /** Google Cloud project; `local` on a laptop. */
  readonly project: string;
  /** BigQuery location, e.g. `EU`. */
  readonly location: string;
}

/** An environment that runs jobs. */
export interface Workplace extends Environment {
  /** Workers of one Dataflow job. */
  readonly fleet: Fleet;
}

/** The laptop: no cloud, the same chain. */
export const LOCAL: Workplace = {
  id: "local",
  project: "local",
  location: "local",
  fleet: { most: 64, workers: "scaled" },
};
