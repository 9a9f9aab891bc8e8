import { setTimeout } from "node:timers/promises";
import type { Clock } from "../lakehouse/ports.ts";

/** The clock that everybody in the story looks at: it is told what time it is, and goes on from there by itself. */
export interface StoryClock extends Clock {
  /** Puts it on; never back, since a store's times never go back. */
  putOn(instant: string): void;
}

export function storyClock(start: string): StoryClock {
  let told = Date.parse(start);
  let since = performance.now();
  const present = () => told + (performance.now() - since);
  return {
    now: () => new Date(present()).toISOString(),
    putOn: (instant) => {
      told = Math.max(present(), Date.parse(instant));
      since = performance.now();
    },
    // Who waits, waits for other processes, and those live in real time.
    sleep: (milliseconds, signal) =>
      setTimeout(milliseconds, undefined, signal && { signal }).catch(unlessAborted(signal)),
  };
}

function unlessAborted(signal: AbortSignal | undefined): (error: unknown) => void {
  return (error) => {
    if (!signal?.aborted) throw error;
  };
}
