import type { HostKind } from "../plan/manifest.ts";

/** A job of a launched host: it reads its manifest, splits the drops named there and writes one report each. */
export interface Launch {
  readonly host: HostKind;
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
  /** What the job said, for people. */
  log(name: string): Promise<JobLog>;
}

export interface JobLog {
  /** Where all of it is; nothing of it may go into the ledger, since a program may have said anything. */
  readonly place: string;
  /** The last lines, oldest first; none where they are only to be had there. */
  readonly lines: readonly string[];
}
