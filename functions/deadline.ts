import { setTimeout } from "node:timers/promises";
import type { TimeBox } from "../lakehouse/run/time-box.ts";

/** Share of a request's time in which work is taken up. */
const TAKING_UP = 0.8;
/** Kept for the answer: after the time-out a caller hears nothing any more, while the instance may work on, unseen. */
const FOR_THE_ANSWER_SECONDS = 10;

/** The request's time was over before its work was. */
export class TimeIsUp extends Error {
  override readonly name = "TimeIsUp";
}

export function timeBoxOf(timeoutSeconds: number): TimeBox {
  const until = performance.now() + timeoutSeconds * 1000 * TAKING_UP;
  return { leftSeconds: () => (until - performance.now()) / 1000 };
}

/** Throws `TimeIsUp` shortly before the time-out; the work's own end is of no interest then. */
export async function withinTime<Result>(timeoutSeconds: number, work: Promise<Result>): Promise<Result> {
  const answered = new AbortController();
  const seconds = Math.max(timeoutSeconds / 2, timeoutSeconds - FOR_THE_ANSWER_SECONDS);
  const timeUp = setTimeout(seconds * 1000, null, { signal: answered.signal }).then(() => {
    throw new TimeIsUp(`after ${Math.round(seconds)} s; what is not done is taken up again when its lease is over`);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    answered.abort();
    timeUp.catch(() => {}); // called off
    work.catch(() => {}); // told by nobody: it was ended with its children
  }
}
