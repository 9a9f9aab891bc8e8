import { openBacklog } from "./backlog.ts";
import type { Handed } from "./launch.ts";
import type { Processed } from "./process.ts";
import type { SplitProgress } from "./split.ts";
import { isOver, type TimeBox, UNHURRIED } from "./time-box.ts";
import type { Tools } from "./tools.ts";

/** What kept one drop from going on; the others have gone on. */
export interface DropFault {
  /** The object's name, or the drop's key where nobody can tell its name. */
  readonly shown: string;
  readonly fault: Error;
}

/** What was taken up. */
export interface TakenUp {
  readonly processed: readonly Processed[];
  readonly faults: readonly DropFault[];
  /** So many were left to the next call, for want of time. */
  readonly left: number;
}

export interface TakingUp extends SplitProgress {
  /** Once it is over nothing more is taken up; what was is brought to its end. */
  readonly time?: TimeBox;
}

/** Works on many drops; those for launched hosts wait for each other, and are handed over when the work is done. */
export async function takeUp<Item>(
  tools: Tools,
  items: readonly Item[],
  { time = UNHURRIED }: TakingUp,
  work: (item: Item, tools: Tools) => Promise<Processed | null>,
): Promise<TakenUp> {
  const backlog = openBacklog(tools);
  const workbench = { ...tools, backlog };
  const processed: Processed[] = [];
  let left = items.length;
  try {
    for (const item of items) {
      if (isOver(time)) break;
      left -= 1;
      const done = await work(item, workbench);
      if (done) processed.push(done);
    }
    const handed = await backlog.handOver();
    return {
      processed: [...processed.filter(({ aside }) => !aside), ...handed.flatMap(handedOver)],
      faults: handed.flatMap((one) => ("fault" in one ? [faultOf(one.drop.entry.value.drop.name, one.fault)] : [])),
      left,
    };
  } finally {
    await backlog.close();
  }
}

function handedOver(handed: Handed): Processed[] {
  if (!("claim" in handed)) return [];
  return [{ entry: handed.claim.entry, report: null, worked: true, busy: true, aside: false }];
}

/** One drop's fault stops no other; only who ends the whole work does. */
export async function orFault<Result>(
  shown: string,
  faults: DropFault[],
  { signal }: SplitProgress,
  work: () => Promise<Result>,
): Promise<Result | null> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    faults.push(faultOf(shown, error));
    return null;
  }
}

function faultOf(shown: string, error: unknown): DropFault {
  return { shown, fault: error instanceof Error ? error : new Error(String(error)) };
}
