import type { Random } from "../property/random.ts";
import type { Moment, Step } from "./processes/watch.ts";

/** Before, after, and at every point in the middle where something is changed that others may see. */
export function momentsOf(step: Step): Moment[] {
  if (step.inner.length === 0) return []; // it changed nothing
  const inner = step.inner.filter((what) => !what.startsWith("utimes "));
  const { kind, subject, nth } = step;
  return ["before", ...inner, "after"].map((at) => ({ kind, subject, nth, at }));
}

/** Steps on a drop on its way to READY, one after the other; two drops may change places when work is taken up again. */
const processing: ReadonlySet<string> = new Set(
  "open marker,entry CLAIMED,raw copy,split,split output,quarantine output,report,ready marker,entry READY".split(","),
);

/** Steps that follow from a publication, some at the same time. */
const following: ReadonlySet<string> = new Set(
  "name,pending fact,entry COMMITTED,ready marker goes,open marker goes,manifest of committed files".split(","),
);

const tries = 1_000;

/**
 * One moment of each kind, in an order in which the processes of one lake can die one after the other: none at what the
 * process before may have done already.
 */
export function chainOf(steps: readonly Step[], kinds: readonly string[], random: Random): Moment[] {
  for (let left = tries; left > 0; left -= 1) {
    const chosen = chooseEach(steps, kinds, random);
    if (chosen) return chosen.map((index) => random.pick(momentsOf(steps[index] as Step)));
  }
  throw new Error(`no chain has a moment of each kind: ${kinds.join(", ")}`);
}

/** Indexes, in the order of the steps; null: there was none left for a kind. */
function chooseEach(steps: readonly Step[], kinds: readonly string[], random: Random): number[] | null {
  const taken = new Set<string>();
  const chosen: number[] = [];
  for (const kind of kinds) {
    const able = [...steps.keys()].filter((index) => {
      const step = steps[index] as Step;
      return step.kind === kind && isSingle(steps, step) && !taken.has(groupOf(steps, index));
    });
    if (able.length === 0) return null;
    const index = random.pick(able);
    taken.add(groupOf(steps, index));
    chosen.push(index);
  }
  return chosen.sort((a, b) => a - b);
}

/** The only one of its kind and subject that changes something. */
function isSingle(steps: readonly Step[], { kind, subject, inner }: Step): boolean {
  const same = steps.filter((other) => other.kind === kind && other.subject === subject && other.inner.length > 0);
  return inner.length > 0 && same.length === 1;
}

function groupOf(steps: readonly Step[], index: number): string {
  const { kind, subject } = steps[index] as Step;
  if (processing.has(kind)) return subject.replace(/^\w+ (?=\S+ of )/, "");
  if (!following.has(kind)) return `${kind} ${subject}`;
  return `after ${steps.slice(0, index).findLast((before) => before.kind === "log DONE")?.subject}`;
}
