import { assertJob } from "../../../lakehouse/adapters/assert-job.ts";
import type {
  Clock,
  Counts,
  Job,
  JobError,
  JobSpec,
  Row,
  SourceFile,
  TableColumn,
  TableRef,
  Warehouse,
} from "../../../lakehouse/ports.ts";
import { JobExists } from "../../../lakehouse/ports.ts";
import type { MemoryRow } from "./warehouse-rows.ts";
import {
  type Derive,
  type FileContent,
  JobFailed,
  MemoryTables,
  type MemoryTarget,
  nameOf,
} from "./warehouse-tables.ts";

export type { MemoryRow, Sequence } from "./warehouse-rows.ts";
export type { FileContent, MemoryTarget } from "./warehouse-tables.ts";

export type WarehouseCall = "insert" | "job" | "shape" | "widen" | "rows" | "query" | "tables" | "drop";

/** Each may throw: `Unavailable`, or what ends a worker. Before a call nothing has happened, after it everything. */
export interface WarehouseHooks {
  /** `name`: the job's id, the table as `dataset.table`, or the dataset. */
  before?(call: WarehouseCall, name: string): void | Promise<void>;
  after?(call: WarehouseCall, name: string): void | Promise<void>;
  /** Of a job that is being inserted. */
  job?(id: string, spec: JobSpec): JobTrouble;
}

export interface JobTrouble {
  /** After how many later calls it runs; 0, or nothing: at once. */
  readonly calls?: number;
  /** It then fails, without effect. */
  readonly error?: JobError;
  /** What its statistics say instead of the truth, until `mend`. */
  readonly says?: (counts: Counts) => Counts;
  /** So many of the rows of a load are lost on their way. */
  readonly loses?: number;
  /** Somebody else's job has used the id just before, with these counts and no effect; `mend` makes the service forget it. */
  readonly foreign?: Partial<Counts>;
}

export interface MemoryWarehouseOptions {
  readonly clock: Pick<Clock, "now">;
  readonly targets: readonly MemoryTarget[];
  /** A good file, asked when its load runs, which may be in anybody's call: let it answer at once. What it throws ends that call, and the load runs in a later one. */
  readFile(uri: string, generation: string): FileContent | Promise<FileContent>;
  readonly derive?: Derive;
  /** Answers queries, whose texts this warehouse does not read. */
  query?(text: string, rowsOf: (table: TableRef) => readonly MemoryRow[] | null): Row[];
  readonly hooks?: WarehouseHooks;
  readonly dialect?: Warehouse["dialect"];
  /** Few, so that copies come in groups. */
  readonly partitionsPerCopy?: number;
  /** Only this many of the latest jobs are known; unless told, all. */
  readonly remembered?: number;
}

export interface MemoryWarehouse extends Warehouse {
  /** A target, empty. */
  create(target: MemoryTarget): void;
  /** What `up` does for an additive change of a contract: columns for a target. */
  addColumns(table: TableRef, columns: readonly TableColumn[]): void;
  /** A table as it is, without a call; null: there is none. */
  peek(table: TableRef): readonly MemoryRow[] | null;
  /** All jobs that are known, oldest first, without a call. */
  jobs(): readonly (Job & { readonly spec: JobSpec })[];
  /** A table is gone without a call: its expiration came. */
  vanish(table: TableRef): void;
  /** A person has looked: statistics are true, and other people's jobs are gone. */
  mend(): void;
  /** Runs every job that was inserted, as time does. */
  settle(): Promise<void>;
}

/** Half a year, as BigQuery's jobs are. */
const rememberedMs = 180 * 86_400_000;

const NO_COUNTS: Counts = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0, bytesScanned: 0 };

interface Kept {
  job: Job;
  /** When it was created, in milliseconds. */
  readonly at: number;
  readonly spec: JobSpec;
  readonly error: JobError | null;
  readonly isForeign: boolean;
  readonly loses: number;
  says: ((counts: Counts) => Counts) | null;
  calls: number;
  runs: boolean;
}

/**
 * A warehouse without SQL: it does what the fields of a job say, by the rules of BigQuery, and is stricter. Jobs run by
 * themselves, a number of calls later, whoever makes those and whether or not anybody asks for them; ids are used up by
 * jobs that fail, and forgotten after half a year; what only a wrong publisher asks for throws `RangeError`.
 */
export function createMemoryWarehouse(options: MemoryWarehouseOptions): MemoryWarehouse {
  const { clock, hooks = {}, partitionsPerCopy = 3, remembered = Number.POSITIVE_INFINITY } = options;
  const tables = new MemoryTables();
  const kept = new Map<string, Kept>();
  for (const target of options.targets) tables.create(target);

  return {
    dialect: options.dialect ?? "duckdb",
    location: "local",
    partitionsPerCopy,
    insert: (id, labels, spec) => call("insert", id, () => insert(id, labels, spec)),
    job: (id) => call("job", id, () => told(id)),
    shape: (table) => call("shape", nameOf(table), () => tables.shape(table)),
    widen: (table, columns) => call("widen", nameOf(table), () => tables.widen(table, columns)),
    rows: (table) => call("rows", nameOf(table), () => tables.shown(table)),
    query: (text) => call("query", "", () => query(text)),
    tables: (dataset) => call("tables", dataset, () => tables.names(dataset)),
    drop: (table) => call("drop", nameOf(table), () => tables.drop(table)),
    create: (target) => tables.create(target),
    addColumns: (table, columns) => tables.widen(table, columns),
    peek: (table) => tables.rows(table),
    jobs: () => [...kept.values()].map(({ job, spec }) => ({ ...job, spec })),
    vanish: (table) => tables.drop(table),
    mend,
    settle: () => runDue(Number.POSITIVE_INFINITY),
  };

  async function call<T>(what: WarehouseCall, name: string, answer: () => T | Promise<T>): Promise<T> {
    await hooks.before?.(what, name);
    forget();
    await runDue(1);
    const answered = await answer();
    await hooks.after?.(what, name);
    return answered;
  }

  async function insert(id: string, labels: Readonly<Record<string, string>>, spec: JobSpec): Promise<void> {
    assertJob(id, labels, spec);
    if (spec.kind === "copy" && spec.partitions.length > partitionsPerCopy) {
      throw new RangeError(`copy job ${id} names ${spec.partitions.length} partitions, at most ${partitionsPerCopy}`);
    }
    if (kept.has(id)) throw new JobExists(id);
    const { calls = 0, error = null, says = null, loses = 0, foreign } = hooks.job?.(id, spec) ?? {};
    const job: Job = {
      id,
      labels: { ...labels },
      state: "pending",
      error: null,
      counts: NO_COUNTS,
      created: clock.now(),
    };
    const at = Date.parse(job.created);
    if (foreign) {
      const counts = { ...NO_COUNTS, ...foreign };
      const other: Job = { ...job, labels: { ...labels, sluice_meaning: "another" }, state: "done", counts };
      kept.set(id, { job: other, at, spec, error, isForeign: true, loses, says, calls, runs: false });
      throw new JobExists(id);
    }
    kept.set(id, { job, at, spec, error, isForeign: false, loses, says, calls, runs: false });
    if (calls === 0) await runDue(0);
    for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - remembered))) kept.delete(old);
  }

  function told(id: string): Job | null {
    const { job, says } = kept.get(id) ?? {};
    return job && says && job.state === "done" ? { ...job, counts: says(job.counts) } : (job ?? null);
  }

  function mend(): void {
    for (const [id, entry] of kept) {
      if (entry.isForeign) kept.delete(id);
      entry.says = null;
    }
  }

  function forget(): void {
    const now = Date.parse(clock.now());
    for (const [id, { at }] of kept) if (now - at > rememberedMs) kept.delete(id);
  }

  async function runDue(passed: number): Promise<void> {
    for (const entry of [...kept.values()]) {
      if (entry.job.state === "done" || entry.runs) continue;
      entry.calls -= passed;
      if (entry.calls > 0) entry.job = { ...entry.job, state: "running" };
      else await run(entry);
    }
  }

  /** Files are read first; from then on nobody comes between. */
  async function run(entry: Kept): Promise<void> {
    entry.runs = true;
    try {
      const files = entry.spec.kind === "load" && !entry.error ? await read(entry.spec.files) : [];
      entry.job = { ...entry.job, ...outcome(entry, files), state: "done" };
    } finally {
      entry.runs = false;
    }
  }

  function read(files: readonly SourceFile[]): Promise<FileContent[]> {
    return Promise.all(files.map(({ uri, generation }) => options.readFile(uri, generation)));
  }

  function outcome({ spec, error, loses }: Kept, files: readonly FileContent[]): Pick<Job, "error" | "counts"> {
    try {
      if (error) return { error, counts: NO_COUNTS };
      return { error: null, counts: { ...NO_COUNTS, ...act(spec, without(files, loses)) } };
    } catch (failure) {
      if (failure instanceof JobFailed) return { error: failure.error, counts: NO_COUNTS };
      throw failure;
    }
  }

  /** The last of them. */
  function without(files: readonly FileContent[], loses: number): readonly FileContent[] {
    if (loses === 0) return files;
    return files.map((file) => (Array.isArray(file) ? file.slice(0, -loses) : file));
  }

  function act(spec: JobSpec, files: readonly FileContent[]): Partial<Counts> {
    if (spec.kind === "load") return { loaded: tables.load(spec, files) };
    if (spec.kind === "copy") return { copied: tables.copy(spec) };
    if (spec.kind === "look") {
      tables.look(spec);
      return {};
    }
    if (spec.kind !== "derive") return tables.change(spec);
    if (!options.derive) throw new RangeError("this warehouse was not told how to derive");
    return tables.derive(spec, options.derive);
  }

  function query(text: string): Row[] {
    if (!options.query) throw new RangeError("this warehouse was not told how to answer queries");
    return options.query(text, (table) => tables.rows(table));
  }
}
