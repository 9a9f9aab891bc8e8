import { renewLease, type StoredEntry } from "../ledger/entries.ts";
import type { Tools } from "./tools.ts";

export interface Heartbeat {
  /** Ends it. The entry as last written by this worker, or null: somebody else took the drop over. */
  stop(): Promise<StoredEntry | null>;
  /** Aborted as soon as the drop is lost: what is still done for it is done for nothing. */
  readonly lost: AbortSignal;
}

/** Shows signs of life while a drop is being worked on, three for each lease. */
export function startHeartbeat(
  { objects, clock, leaseSeconds }: Pick<Tools, "objects" | "clock" | "leaseSeconds">,
  entry: StoredEntry,
): Heartbeat {
  const stopped = new AbortController();
  const lost = new AbortController();
  let present: StoredEntry | null = entry;
  const beating = beat();

  async function beat(): Promise<void> {
    for (;;) {
      await clock.sleep((leaseSeconds * 1000) / 3, stopped.signal);
      if (stopped.signal.aborted || !present) return;
      // A beat that is missed because the store does not answer is no reason to stop working.
      const renewed = await renewLease(objects, present).catch(() => present);
      if (!renewed) lost.abort();
      present = renewed;
    }
  }

  return {
    lost: lost.signal,
    stop: async () => {
      stopped.abort();
      await beating;
      return present;
    },
  };
}
