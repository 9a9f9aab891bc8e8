import type { StoredEntry } from "../ledger/entries.ts";
import type { Claim } from "./claim.ts";
import { letGo } from "./claim.ts";
import { type Handed, type Launchable, launch } from "./launch.ts";
import type { Tools } from "./tools.ts";

/** Of one job. A manifest of so many is half a megabyte, and what a job that dies has done in vain has a bound. */
export const MOST_DROPS_OF_A_JOB = 1_000;
/** Of one job, unless a single drop has more: 10 TB is what a publication takes at most. */
export const MOST_BYTES_OF_A_JOB = 10e12;

/** Drops for launched hosts that wait to be handed over together. Each stays claimed and shows signs of life. */
export interface Backlog {
  /** When there are enough for a job, they are handed over at once. */
  add(drop: Launchable): Promise<Claim>;
  /** It was put aside here, and `handOver` has not told what became of it. */
  has(entry: StoredEntry): boolean;
  /** In as few jobs as they fit in. One job's fault is no other's; its drops are let go. */
  handOver(): Promise<Handed[]>;
  /** Lets go what was not handed over. */
  close(): Promise<void>;
}

export function openBacklog(tools: Tools): Backlog {
  const aside: Launchable[] = [];
  const known = new Set<string>();
  const handed: Handed[] = [];

  return {
    async add(drop) {
      aside.push(drop);
      known.add(drop.entry.value.drop.key);
      if (aside.length >= MOST_DROPS_OF_A_JOB) await launchAll();
      return { kind: "busy", entry: drop.entry };
    },
    has: ({ value }) => known.has(value.drop.key),
    async handOver() {
      await launchAll();
      known.clear();
      return handed.splice(0);
    },
    async close() {
      await Promise.all(aside.splice(0).map((drop) => giveBack(tools, drop)));
    },
  };

  async function launchAll(): Promise<void> {
    const jobs = jobsOf(aside.splice(0));
    handed.push(...(await Promise.all(jobs.map((job) => launchOne(tools, job)))).flat());
  }
}

type Job = [Launchable, ...Launchable[]];

async function launchOne(tools: Tools, job: Job): Promise<Handed[]> {
  const faulted = async (drop: Launchable, fault: unknown): Promise<Handed> => {
    await giveBack(tools, drop);
    return { drop, fault };
  };
  try {
    const handed = await launch(tools, job);
    return await Promise.all(handed.map((one) => ("fault" in one ? faulted(one.drop, one.fault) : one)));
  } catch (fault) {
    return Promise.all(job.map((drop) => faulted(drop, fault)));
  }
}

async function giveBack(tools: Tools, drop: Launchable): Promise<void> {
  await letGo(tools, await drop.release());
}

/** One job for each dataset and plan, more where they are too many. */
function jobsOf(drops: readonly Launchable[]): Job[] {
  const groups = Map.groupBy(drops, ({ entry: { value } }) => `${value.dataset} ${value.plan}`);
  return [...groups.values()].flatMap((group) => {
    const jobs: Job[] = [];
    let bytes = 0;
    for (const drop of group) {
      const size = Number(drop.original.bytes);
      const last = jobs.at(-1);
      const fits = last && last.length < MOST_DROPS_OF_A_JOB && bytes + size <= MOST_BYTES_OF_A_JOB;
      if (fits) last.push(drop);
      else jobs.push([drop]);
      bytes = fits ? bytes + size : size;
    }
    return jobs;
  });
}
