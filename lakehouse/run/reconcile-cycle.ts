import type { Message } from "../notify/message.ts";
import type { Plan } from "../plan/plan.ts";
import type { Log } from "../ports.ts";
import { matchByPlans } from "./match.ts";
import { tellMissing } from "./missing.ts";
import { readLostPlans } from "./page-state/facts.ts";
import { processLanding, resumeOpen, type TakenUp } from "./reconcile.ts";
import { addSwept, NOTHING_SWEPT, type Swept, sweepObjects } from "./sweep.ts";
import { isOver, type TimeBox } from "./time-box.ts";
import type { Tools } from "./tools.ts";
import { tellAllUnmatched } from "./unmatched.ts";

export interface Reconciling extends Tools {
  /** Name of the landing bucket. */
  readonly bucket: string;
  readonly log: Log;
  /** Behind each command that a mail prints. */
  readonly flags?: string | undefined;
}

export interface Reconciled extends TakenUp {
  /** Objects of landing that belong to no dataset, also those that were told before. */
  readonly unmatched: number;
  /** Datasets without a contract, of which something may be left to publish. */
  readonly lost: readonly string[];
  /** Added to the outbox, about drops that did not come. */
  readonly messages: readonly Message[];
  readonly swept: Swept;
}

/** The part of an hour in which a call looks at what grows slowly and costs much to look at. */
const THOROUGH_MINUTES = 5;

export function isThorough(now: string): boolean {
  return new Date(now).getUTCMinutes() < THOROUGH_MINUTES;
}

/**
 * One call of the reconciler, which has no right to the warehouse: landing against the ledger, drops that nobody works
 * on, drops that did not come; once an hour also datasets without a contract, and what crashes left behind. Landing
 * first: what is found there gets its entry. Nothing new is taken up once the time is over, and no fault stops the rest.
 */
export async function reconcileCycle(
  tools: Reconciling,
  deployed: readonly Plan[],
  time: TimeBox,
  thorough: boolean,
): Promise<Reconciled> {
  const taken: TakenUp[] = [];
  const attempt = async <Result>(shown: string, work: () => Promise<Result>): Promise<Result | null> => {
    if (isOver(time)) return null;
    try {
      return await work();
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error));
      taken.push({ processed: [], faults: [{ shown, fault }], left: 0 });
      return null;
    }
  };
  const { bucket } = tools;
  const landing = await attempt("landing", () => processLanding(tools, bucket, matchByPlans(deployed), { time }));
  if (landing) taken.push(landing);
  const unmatched = landing?.unmatched ?? [];
  await attempt("objects without a contract", () => tellAllUnmatched(tools, unmatched));
  const lost = (thorough && (await attempt("old datasets", () => readLostPlans(tools.objects, deployed)))) || [];
  for (const { dataset } of inAnyOrder([...deployed, ...lost], tools.token)) {
    const resumed = await attempt(dataset, () => resumeOpen(tools, dataset, { time }));
    if (resumed) taken.push(resumed);
  }
  // What merely lies in landing, for want of time or of the store, is not missing.
  const whole = landing !== null && landing.left === 0;
  const missed = whole ? await attempt("missing drops", () => tellMissing(tools, deployed)) : null;
  const missing = (missed?.faults ?? []).map(({ dataset, fault }) => ({ shown: dataset, fault }));
  let swept = NOTHING_SWEPT;
  for (const plan of thorough ? inAnyOrder(deployed, tools.token) : []) {
    swept = addSwept(swept, (await attempt(plan.dataset, () => sweepObjects(tools, plan, bucket))) ?? NOTHING_SWEPT);
  }
  return {
    processed: taken.flatMap(({ processed }) => processed),
    faults: [...taken.flatMap(({ faults }) => faults), ...missing],
    left: taken.reduce((sum, { left }) => sum + left, 0),
    unmatched: unmatched.length,
    lost: lost.map(({ dataset }) => dataset),
    messages: missed?.messages ?? [],
    swept,
  };
}

/** Beginning somewhere else in each call: where time is short, each has its turn, and nothing need be remembered. */
function inAnyOrder<T>(all: readonly T[], token: () => string): T[] {
  const start = all.length === 0 ? 0 : Number.parseInt(token().slice(0, 8), 16) % all.length;
  return [...all.slice(start), ...all.slice(0, start)];
}
