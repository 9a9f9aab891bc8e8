import type { Clock, Counts, JobError, JobSpec, TableRef } from "../../lakehouse/ports.ts";
import type { JobTrouble, MemoryRow } from "../fakes/memory/warehouse.ts";
import type { Random } from "../property/random.ts";
import type { Setup } from "./setup.ts";
import { type Ledger, must } from "./watch/ledger.ts";

export interface JobLuck {
  /** What goes wrong with a job that is being inserted; throws if it must not be inserted now. */
  readonly trouble: (id: string, spec: JobSpec) => JobTrouble;
  /** Troubles so far that only a person ends. */
  dealt(): number;
  /** No more of these. */
  mended(): void;
}

const QUOTA_REST_MS = 900_000;

/** Jobs that are late, and fail or lie, as often as the setup says. */
export function jobTrouble(
  { jobs, mostFilesInLoad, policy }: Setup,
  random: Random,
  ledger: Pick<Ledger, "changes">,
  clock: Pick<Clock, "now">,
  rowsOf: (table: TableRef) => readonly MemoryRow[],
): JobLuck {
  const { passing, quota, lying, foreign, broken } = jobs;
  const left = { passing, quota, lying, foreign, broken };
  let dealt = 0;
  /** By step: when its last attempt was refused for a quota. */
  const resting = new Map<string, number>();
  const taken = (kind: keyof typeof left, often = 0.3) => {
    if (left[kind] === 0 || random.next() > often) return false;
    left[kind] -= 1;
    if (kind !== "passing" && kind !== "quota") dealt += 1;
    return true;
  };

  const failure = (spec: JobSpec): JobError | undefined => {
    if (spec.kind === "load" && spec.files.length > mostFilesInLoad) {
      return { kind: "data", reason: "invalid", message: "so many files cannot be loaded at once" };
    }
    if (taken("passing")) return { kind: "passing", reason: "backendError", message: "try again" };
    if (taken("quota")) return { kind: "quota", reason: "rateLimitExceeded", message: "not before long" };
    const acts = changed(spec) !== null;
    return acts && taken("broken", 0.6)
      ? { kind: "data", reason: "invalid", message: "the table was altered" }
      : undefined;
  };

  /** Rows that a job would bring into the target; null: it is none that changes the table of things. */
  const changed = (spec: JobSpec): number | null => {
    if (spec.kind === "copy") {
      return rowsOf(spec.from).filter(({ partition }) => spec.partitions.includes(partition)).length;
    }
    return spec.kind === "merge" || spec.kind === "replace" ? (spec.from ? rowsOf(spec.from).length : 0) : null;
  };

  const trouble = (id: string, spec: JobSpec): JobTrouble => {
    ledger.changes += 1;
    const step = id.replace(/-\d+$/, "");
    const now = Date.parse(clock.now());
    must(now - (resting.get(step) ?? 0) >= QUOTA_REST_MS, () => `${id} is begun while a quota is used up`);
    const calls = random.next() < jobs.late ? random.between(1, 12) : 0;
    const rows = changed(spec);
    if (rows !== null && taken("foreign", 0.6)) {
      return { foreign: spec.kind === "copy" ? { copied: rows } : { inserted: rows } };
    }
    const error = failure(spec);
    if (error?.kind === "quota") resting.set(step, now);
    if (error || !canBeFoundOut(spec) || !taken("lying", 0.5)) return { calls, ...(error && { error }) };
    if (spec.kind === "load" && random.next() < 0.5) return { calls, loses: 1 };
    return { calls, says: lieOf(spec, random.pick([-1, 1]), policy === "keyless") };
  };

  return {
    trouble,
    dealt: () => dealt,
    mended: () => Object.assign(left, { lying: 0, foreign: 0, broken: 0 }),
  };
}

function canBeFoundOut({ kind }: JobSpec): boolean {
  return kind === "load" || kind === "copy" || kind === "merge" || kind === "replace";
}

/** Statistics that no batch can explain. How many rows of a key lost to others the warehouse alone knows. */
function lieOf({ kind }: JobSpec, by: 1 | -1, keyless: boolean): (counts: Counts) => Counts {
  const wrong = (count: number) => (count + by < 0 ? count + 1 : count + by);
  if (kind === "load") return (counts) => ({ ...counts, loaded: wrong(counts.loaded) });
  if (kind === "copy") return (counts) => ({ ...counts, copied: wrong(counts.copied) });
  if (keyless) return (counts) => ({ ...counts, inserted: wrong(counts.inserted) });
  return (counts) => ({ ...counts, inserted: counts.inserted + 1_000 });
}
