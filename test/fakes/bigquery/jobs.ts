import type { RestError, RestJob } from "../../../lakehouse/adapters/bigquery/rest.ts";
import type { Inside } from "./cloud.ts";
import { BigQueryError, type Reason } from "./errors.ts";
import { copyWork } from "./run/copy.ts";
import type { Statistics, Work } from "./run/effect.ts";
import { loadWork } from "./run/load.ts";
import { queryWork } from "./run/query.ts";

/** What shall befall jobs whose ids match. */
export interface JobFault {
  readonly match: RegExp;
  /** `vanish`: it is taken, does nothing, and nobody knows it any more. */
  readonly reason: Reason | "vanish";
  readonly message?: string;
  /** How many; 1 unless told. */
  readonly times?: number;
  /** `end`, as by default: the job ends so. `insert`: it is not taken, and its id stays free. `kept`: it is refused, and is a job that failed all the same. */
  readonly at?: "end" | "insert" | "kept";
}

export interface KeptJob {
  readonly id: string;
  readonly account: string;
  readonly work: Work;
  readonly configuration: NonNullable<RestJob["configuration"]>;
  readonly created: number;
  state: "PENDING" | "RUNNING" | "DONE";
  error: RestError | null;
  statistics: Statistics;
  ended: number | null;
  /** Later calls before it ends. */
  calls: number;
  /** How it will end, whatever it does. */
  readonly fails: JobFault | null;
}

/** Jobs by id. Ids are used once for ever, also by jobs that fail; a job ends by itself, some calls later, whoever makes them. */
export class Jobs {
  readonly #inside: Inside;
  readonly #kept = new Map<string, KeptJob>();
  /** Those that have not ended. */
  readonly #open = new Set<KeptJob>();
  #faults: { readonly fault: JobFault; left: number }[] = [];

  constructor(inside: Inside) {
    this.#inside = inside;
  }

  fail(fault: JobFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  all(): readonly KeptJob[] {
    return [...this.#kept.values()];
  }

  find(id: string): KeptJob {
    const job = this.#kept.get(id);
    if (!job) throw new BigQueryError("notFound", `Not found: Job ${this.text(id)}`);
    return job;
  }

  /** As messages name it. */
  text(id: string): string {
    const { project, location } = this.#inside.options;
    return `${project}:${location}.${id}`;
  }

  /** Takes a job, or says why not; `work` is what it will do. */
  async insert(id: string, account: string, configuration: KeptJob["configuration"], work: Work): Promise<KeptJob> {
    const { options } = this.#inside;
    if (!/^[A-Za-z0-9_-]{1,1024}$/.test(id)) throw new BigQueryError("invalid", `Invalid job ID "${id}".`);
    assertLabels(configuration.labels ?? {});
    if (this.#kept.has(id)) throw new BigQueryError("duplicate", `Already Exists: Job ${this.text(id)}`);
    const denied = work.needs.find(({ permission, resource }) => !options.allowed(account, permission, resource));
    if (denied) {
      const { permission, resource } = denied;
      throw new BigQueryError(
        "accessDenied",
        `Access Denied: Table ${options.project}:${resource}: User does not have ${permission} permission for table ${options.project}:${resource}, or perhaps it does not exist.`,
      );
    }
    const fails = this.#fault(id);
    if (fails && fails.at === "insert") throw errorOf(fails);
    const job: KeptJob = {
      id,
      account,
      work,
      configuration: { ...configuration, jobType: work.type },
      created: options.now(),
      state: "PENDING",
      error: null,
      statistics: {},
      ended: null,
      calls: fails?.at === "kept" ? 0 : (options.lasts?.(id) ?? 0),
      fails,
    };
    this.#kept.set(id, job);
    this.#open.add(job);
    if (job.calls === 0) await this.#end(job);
    if (fails && fails.at === "kept") throw errorOf(fails);
    return job;
  }

  /** A call passes: who has waited long enough ends. */
  async pass(calls: number): Promise<void> {
    for (const job of [...this.#open]) {
      job.calls -= calls;
      if (job.calls > 0) job.state = "RUNNING";
      else await this.#end(job);
    }
  }

  async #end(job: KeptJob): Promise<void> {
    const { tables, modifications, options } = this.#inside;
    this.#open.delete(job);
    try {
      if (job.fails?.reason === "vanish") {
        this.#kept.delete(job.id);
        return;
      }
      for (const name of job.work.modifies) modifications.count(name);
      if (job.fails) throw errorOf(job.fails);
      job.statistics = await tables.whole(() => job.work.run(job.account));
    } catch (error) {
      if (!(error instanceof BigQueryError)) throw error;
      job.error = { reason: error.reason, message: error.message };
    }
    job.state = "DONE";
    job.ended = options.now();
  }

  #fault(id: string): JobFault | null {
    const line = this.#faults.find(({ fault, left }) => left > 0 && fault.match.test(id));
    if (!line) return null;
    line.left -= 1;
    return line.fault;
  }
}

function errorOf({ reason, message }: JobFault): BigQueryError {
  const known = reason === "vanish" ? "backendError" : reason;
  return new BigQueryError(known, message ?? `a fault of the script: ${reason}`);
}

/** What a job of this configuration does. */
export function workOf(inside: Inside, { load, copy, query }: NonNullable<RestJob["configuration"]>): Work {
  if (load) return loadWork(inside, load);
  if (copy) return copyWork(inside, copy);
  if (query) return queryWork(inside, query);
  throw new BigQueryError("invalid", "Required parameter is missing: configuration");
}

function assertLabels(labels: Readonly<Record<string, string>>): void {
  const entries = Object.entries(labels);
  if (entries.length > 64) throw new BigQueryError("invalid", "Too many labels");
  for (const [key, value] of entries) {
    if (/^\p{Ll}[\p{Ll}\p{N}_-]{0,62}$/u.test(key) && /^[\p{Ll}\p{N}_-]{0,63}$/u.test(value)) continue;
    throw new BigQueryError("invalid", `Invalid label ${key}=${value}`);
  }
}

/** As the API tells of a job. */
export function restJob(
  { id, account, configuration, created, state, error, statistics, ended }: KeptJob,
  { options }: Pick<Inside, "options">,
): RestJob {
  const { project, location } = options;
  return {
    kind: "bigquery#job",
    id: `${project}:${location}.${id}`,
    user_email: account,
    jobReference: { projectId: project, jobId: id, location },
    configuration,
    status: { state, ...(error && { errorResult: error, errors: [error] }) },
    statistics: {
      creationTime: String(created),
      ...(state !== "PENDING" && { startTime: String(created) }),
      ...(ended !== null && { endTime: String(ended) }),
      ...statistics,
    },
  };
}
