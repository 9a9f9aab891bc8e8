/** What became of a job; the service has more words. */
export type JobState =
  | "JOB_STATE_QUEUED"
  | "JOB_STATE_PENDING"
  | "JOB_STATE_RUNNING"
  | "JOB_STATE_CANCELLING"
  | "JOB_STATE_RESOURCE_CLEANING_UP"
  | "JOB_STATE_DONE"
  | "JOB_STATE_FAILED"
  | "JOB_STATE_CANCELLED";

const ENDS = new Set<JobState>(["JOB_STATE_DONE", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"]);

/** As far as the fake looks at what was launched. */
export interface LaunchParameter {
  readonly jobName: string;
  readonly containerSpecGcsPath: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, unknown>>;
}

export interface FakeJob {
  readonly id: string;
  readonly projectId: string;
  readonly location: string;
  readonly launch: LaunchParameter;
  /** E-mail of who launched it. */
  readonly account: string | null;
  /** RFC 3339 UTC. */
  readonly created: string;
  readonly state: JobState;
  readonly stateSince: string;
}

export function isActive({ state }: FakeJob): boolean {
  return !ENDS.has(state);
}

/** Jobs of one project, in the order in which they were launched. */
export class Jobs {
  readonly #jobs = new Map<string, FakeJob>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  all(): FakeJob[] {
    return [...this.#jobs.values()];
  }

  get(id: string): FakeJob | undefined {
    return this.#jobs.get(id);
  }

  /** Unique in a region: there is one at most. */
  activeNamed(location: string, name: string): FakeJob | undefined {
    return this.all().find((job) => job.location === location && job.launch.jobName === name && isActive(job));
  }

  add(job: Pick<FakeJob, "projectId" | "location" | "launch" | "account">): FakeJob {
    const created = new Date(this.#now()).toISOString();
    const stamp = created.slice(0, 19).replaceAll(/[T:]/g, "_");
    const id = `${stamp}-${String(this.#jobs.size + 1).padStart(20, "0")}`;
    const added: FakeJob = { ...job, id, created, state: "JOB_STATE_QUEUED", stateSince: created };
    this.#jobs.set(id, added);
    return added;
  }

  /** What has ended stays so. */
  move(id: string, state: JobState): void {
    const job = this.#jobs.get(id);
    if (!job) throw new RangeError(`there is no job ${id}`);
    if (isActive(job)) this.#jobs.set(id, { ...job, state, stateSince: new Date(this.#now()).toISOString() });
  }

  /** As if it had been long ago. */
  forget(id: string): void {
    this.#jobs.delete(id);
  }
}
