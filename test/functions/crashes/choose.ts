import { Random } from "../../property/random.ts";
import type { Playing } from "./stage.ts";
import type { Step } from "./step.ts";
import type { Moment } from "./strikes.ts";

/** The steps of the chain, by the number of their scenario in docs/faults.md. */
export const STEPS = [
  { number: 11, name: "the claim", kind: /^(plan|open marker|entry CLAIMED)$/ },
  { number: 12, name: "the copy to raw", kind: /^raw copy$/ },
  { number: 13, name: "the split", kind: /^split$/ },
  { number: 14, name: "the outputs", kind: /^(split|quarantine) output$/ },
  { number: 15, name: "the report", kind: /^(report|ready marker|entry (READY|REJECTED))$/ },
  { number: 16, name: "the load, the look, the copies or the MERGE", kind: /^(job \w+|log (?!DONE).*)$/ },
  { number: 17, name: "DONE in the log", kind: /^log DONE$/ },
  { number: 18, name: "the mail", kind: /^(mail|message SENDING|message SENT)$/ },
] as const;

/** A death at each step of the chain, each drop's at most one: a drop that three died over is given up. */
export function oneOfEach(steps: readonly Step[], random: Random): Moment[] {
  const chosen: Moment[] = [];
  for (const { kind } of STEPS) {
    const able = free(steps, chosen).filter((step) => kind.test(step.kind));
    chosen.push(momentOf(random.pick(able), random));
  }
  return chosen;
}

/** Deaths anywhere, at each kind of step as often: of markers there are many, of a MERGE there is one. */
export function someOf(steps: readonly Step[], most: number, random: Random): Moment[] {
  const chosen: Moment[] = [];
  for (let left = random.between(1, most); left > 0; left -= 1) {
    const able = free(steps, chosen);
    const kind = random.pick([...new Set(able.map((step) => step.kind))]);
    chosen.push(momentOf(random.pick(able.filter((step) => step.kind === kind)), random));
  }
  return chosen;
}

/** One of a soak: half of them die in a fixed order, the others are stopped, ended politely, or die in any order. */
export function caseOf(steps: readonly Step[], seed: number): Playing {
  const random = new Random(seed);
  const chance = random.next();
  if (chance < 0.2) return { moments: someOf(steps, 1, random), manner: "SIGSTOP" };
  const moments = someOf(steps, 3, random);
  if (chance < 0.3) return { moments, manner: "SIGTERM" };
  return { moments, order: chance < 0.5 ? "random" : "fixed" };
}

/** Who dies over one drop may leave nothing of its other steps to be done again, and so it is with a mail. */
function free(steps: readonly Step[], chosen: readonly Moment[]): Step[] {
  return steps.filter((step) => !chosen.some((other) => groupOf(other) === groupOf(step)));
}

function groupOf({ kind, subject }: Step): string {
  if (subject.endsWith(".parquet")) return subject;
  if (/^(mail|message|told|outbox)/.test(kind)) return "a message";
  return `${kind} ${subject}`;
}

function momentOf(step: Step, random: Random): Moment {
  // Nobody is struck before a split: nothing has changed since the copy.
  return { ...step, at: step.kind === "split" || random.next() < 0.5 ? "after" : "before" };
}

export function inWords(moments: readonly Moment[]): string {
  return moments.map(({ kind, subject, at }) => `${at} ${kind}${subject && ` (${subject})`}`).join("; ");
}
