import { setTimeout } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, signal && { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  },
};
