/** A job of a launched host: it reads its manifest, splits the drops named there and writes one report each. */
export interface Launch {
  /** `[a-z]([-a-z0-9]*[a-z0-9])?`; unique among the jobs that are active. */
  readonly name: string;
  /** Object name of the manifest. */
  readonly manifest: string;
}

/** `absent`: none of this name is known. `ended`: it is over, well or not; its reports say which drops are done. */
export type JobPhase = "absent" | "queued" | "running" | "ended";

/** Starts hosts elsewhere (Dataflow; on a laptop another process). Calls may throw `Unavailable` or `Denied`. */
export interface Launcher {
  /** A job of this name that is active is left alone: launching twice is no fault. A return says that it is queued, no more. */
  launch(job: Launch): Promise<void>;
  phase(name: string): Promise<JobPhase>;
}
