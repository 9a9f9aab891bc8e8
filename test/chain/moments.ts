import type { Random } from "../property/random.ts";
import type { Moment, Step } from "./processes/watch.ts";

/** Before, after, and at every point in the middle where something is changed that others may see. */
export function momentsOf(step: Step): Moment[] {
  if (step.inner.length === 0) return []; // it changed nothing
  const inner = step.inner.filter((what) => !what.startsWith("utimes "));
  const { kind, subject, nth } = step;
  return ["before", ...inner, "after"].map((at) => ({ kind, subject, nth, at }));
}

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(","));

/** Steps on a drop on its way to READY, or elsewhere, one after the other; two drops may change places when work is taken up again. */
const processing = setOf(
  "open marker,entry CLAIMED,raw copy,split,split output,quarantine output,report,ready marker,entry READY,refused marker,entry HELD,entry REJECTED,entry DUPLICATE,entry LAUNCHED,manifest of a launched job,launch",
);

/** Steps that follow from a publication, some at the same time. */
const following = setOf(
  "name,pending fact,entry COMMITTED,ready marker goes,open marker goes,manifest of committed files",
);

/** Steps of composing a message, and of sending it: whoever dies at one may leave nothing of the others to be done again. */
const composing = setOf("message to send,message PENDING,outbox hint");
const sending = setOf("mail day,message SENDING,message SENT,message to send goes");

/**
 * One moment of each of at most so many kinds, which chance chooses, in an order in which the processes of one lake can
 * die one after the other: none at what the process before may have done already.
 */
export function chainOf(steps: readonly Step[], most: number, random: Random): Moment[] {
  const kinds = kindsOf(steps).map((kind) => ({ kind, at: random.next() }));
  const taken = new Set<string>();
  const chosen: number[] = [];
  for (const { kind } of kinds.sort((a, b) => a.at - b.at)) {
    const able = singlesOf(steps).filter((index) => steps[index]?.kind === kind && !taken.has(groupOf(steps, index)));
    if (able.length === 0 || chosen.length === most) continue;
    const index = random.pick(able);
    taken.add(groupOf(steps, index));
    chosen.push(index);
  }
  return chosen.sort((a, b) => a - b).map((index) => random.pick(momentsOf(steps[index] as Step)));
}

/** Kinds of steps at which a chain may have one die. */
export function kindsOf(steps: readonly Step[]): string[] {
  return [...new Set(singlesOf(steps).map((index) => (steps[index] as Step).kind))];
}

/** Indexes of steps that are the only one of their kind and subject that changes something. */
function singlesOf(steps: readonly Step[]): number[] {
  const changing = [...steps.keys()].filter((index) => (steps[index] as Step).inner.length > 0);
  const same = Map.groupBy(changing, (index) => `${steps[index]?.kind} ${steps[index]?.subject}`);
  return [...same.values()].flatMap((indexes) => (indexes.length === 1 ? indexes : [])).sort((a, b) => a - b);
}

function groupOf(steps: readonly Step[], index: number): string {
  const { kind, subject } = steps[index] as Step;
  if (processing.has(kind)) return isOfLaunch(steps, index) ? "launch" : dropOf(subject);
  if (composing.has(kind)) return `composing ${subject}`;
  if (sending.has(kind)) return "sending";
  if (!following.has(kind)) return `${kind} ${subject}`;
  return `after ${steps.slice(0, index).findLast((before) => before.kind === "log DONE")?.subject}`;
}

function isOfLaunch(steps: readonly Step[], index: number): boolean {
  const { kind, subject } = steps[index] as Step;
  const launched = steps.find((step) => step.kind === "entry LAUNCHED");
  return (
    kind === "launch" || kind.startsWith("manifest") || dropOf(subject) === dropOf(launched?.subject ?? "nobody's")
  );
}

function dropOf(subject: string): string {
  return subject.replace(/^\w+ (?=\S+ of )/, "");
}
