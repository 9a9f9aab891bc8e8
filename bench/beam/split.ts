import { type Counts, countsText } from "../counts.ts";
import type { Cost } from "../measure.ts";
import type { BenchLake } from "./lake.ts";

/** What one run of a program cost, memory of all its processes together, and what it counted. */
export interface Split {
  readonly program: string;
  readonly cost: Cost;
  readonly counts: Counts;
}

/** Splits all drops of a lake, anew each time. */
export type Splitter = (lake: BenchLake) => Promise<Split>;

/** What the rows alone cost: the whole run, less one over next to no rows. Memory is the whole run's. */
export function lessStart(whole: Cost, start: Cost): Cost {
  const known = whole.cpuSeconds !== null && start.cpuSeconds !== null;
  return {
    seconds: whole.seconds - start.seconds,
    cpuSeconds: known ? whole.cpuSeconds - start.cpuSeconds : null,
    rssMb: whole.rssMb,
  };
}

/** Passes on splits that all count the same: what is not the same work is not compared. */
export function agreeing(): (split: Split) => Split {
  let first: Split | null = null;
  return (split) => {
    first ??= split;
    const [found, expected] = [countsText(split.counts), countsText(first.counts)];
    if (found !== expected) throw new Error(`${split.program} counted ${found}; ${first.program} ${expected}`);
    return split;
  };
}
