/** Where a plan is for. Ids of projects and places stand here, never in a contract. */
export interface Environment {
  /** `local`, `dev`, `prod`: letters, digits and hyphens; part of names. */
  readonly id: string;
  /** Google Cloud project; `local` on a laptop. */
  readonly project: string;
  /** BigQuery location, e.g. `EU`. */
  readonly location: string;
}

/** The laptop: no cloud, the same chain. */
export const LOCAL: Environment = { id: "local", project: "local", location: "local" };
