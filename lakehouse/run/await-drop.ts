import { placeOf } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import { readAgain } from "./find-drop.ts";
import { type Processed, resumeDrop } from "./process.ts";
import type { SplitProgress } from "./split.ts";
import type { Tools } from "./tools.ts";

export interface Patience extends SplitProgress {
  /** Somebody else has the drop: called before each new look at it. */
  readonly onWait?: (entry: Entry) => void;
}

const firstPauseMs = 100;
const longestPauseMs = 1_000;

/**
 * Waits until the drop is nobody's any more, or waits itself to be handed over. A worker that died is found out when its lease is over, which this worker
 * then takes up; a launched host by its report, or by its end.
 */
export async function awaitDrop(tools: Tools, first: Processed, patience: Patience = {}): Promise<Processed> {
  let present = first;
  for (let pause = firstPauseMs; present.busy && !present.aside; pause = Math.min(pause * 2, longestPauseMs)) {
    patience.signal?.throwIfAborted();
    patience.onWait?.(present.entry.value);
    await tools.clock.sleep(pause, patience.signal);
    patience.signal?.throwIfAborted();
    present = await resumeDrop(tools, await readAgain(tools.objects, placeOf(present.entry.value)), patience);
  }
  return present;
}
