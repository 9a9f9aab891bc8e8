import { setTimeout } from "node:timers/promises";
import { Unavailable } from "../../ports.ts";
import { chance } from "../random.ts";
import { Passing } from "./failures.ts";

/** How long Cloud Storage is waited for, all in milliseconds. */
export interface Patience {
  /** A try that has brought no byte for so long is given up. */
  readonly silenceMs: number;
  /** No try begins after so much went by in tries and waits; the time in which bytes went or came does not count. */
  readonly totalMs: number;
  /** Before the second try; doubled before each further one, and never more than the longest. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** At least, after a 429: one name may change about once a second. */
  readonly crowdedMs: number;
}

export const PATIENCE: Patience = {
  silenceMs: 8_000,
  totalMs: 25_000,
  firstWaitMs: 250,
  longestWaitMs: 4_000,
  crowdedMs: 1_000,
};

/** What a call does not know of its own tries. */
export interface Doubt {
  /** A try was not answered, so that what it asked for may have been done. */
  isUnsure: boolean;
}

export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly signal: AbortSignal;
  /** A byte came, or went. */
  alive(): void;
}

/** Tries until it is answered; `Unavailable` when patience is over. Every failure but `Passing` is an answer. */
export async function persist<Result>(
  patience: Patience,
  about: string,
  doubt: Doubt,
  once: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  let spent = 0;
  for (let number = 1; ; number += 1) {
    const started = performance.now();
    try {
      return await attempt(patience.silenceMs, number, once);
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      doubt.isUnsure ||= error.maybeDone;
      const wait = waitAfter(number, patience, error.isCrowded, chance());
      spent += Math.min(performance.now() - started, patience.silenceMs) + wait;
      if (spent >= patience.totalMs)
        throw new Unavailable(`${about}: ${error.message}, ${triesOf(number)} → try again later`);
      await setTimeout(wait);
    }
  }
}

/** Why what a try leaves open is broken off; made once, because an exception of its own for each costs more than the try. */
const ENDED = new Error("the try has ended");

/** One try. What it leaves open when it ends is broken off. */
async function attempt<Result>(
  silenceMs: number,
  number: number,
  once: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  const silence = globalThis.setTimeout(() => controller.abort(), silenceMs);
  const broken = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => {
      if (signal.reason !== ENDED) reject(new Passing(`no answer within ${silenceMs} ms`));
    });
  });
  broken.catch(() => undefined);
  try {
    return await Promise.race([once({ number, signal, alive: () => void silence.refresh() }), broken]);
  } finally {
    clearTimeout(silence);
    controller.abort(ENDED);
  }
}

/** Milliseconds. `luck`, from 0 to 1, keeps those who met from meeting again. */
export function waitAfter(tries: number, patience: Patience, isCrowded: boolean, luck: number): number {
  const { firstWaitMs, longestWaitMs, crowdedMs } = patience;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1)) * (0.5 + luck / 2);
  return isCrowded ? crowdedMs + wait * 2 : wait;
}

function triesOf(number: number): string {
  return number === 1 ? "1 try" : `${number} tries`;
}
