import type { Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { concurrently } from "../concurrently.ts";
import { CannotDecide } from "../decide.ts";
import { lookAgain } from "../find-drop.ts";
import type { Processed } from "../process.ts";
import { isOver, type TimeBox } from "../time-box.ts";
import type { Tools } from "../tools.ts";
import { carryOut } from "./carry-out.ts";
import type { Decided } from "./plan.ts";

/** What became of one decision. */
export interface DecisionEnd {
  /** As it is now. */
  readonly entry: Entry;
  readonly report: Report | null;
  /** Somebody else decided first, and that stands. */
  readonly overtaken: boolean;
  /** Time was up before its turn: nothing is decided. */
  readonly left: boolean;
  /** Decided or not: what kept it from going on. The reconciler goes on with what was decided. */
  readonly fault: Error | null;
  /** Null where nothing was done. */
  readonly processed: Processed | null;
}

interface Pace {
  /** Drops at a time. */
  readonly most: number;
  readonly time: TimeBox;
}

/** One's fault is never another's. */
export function decideAll(tools: Tools, decided: readonly Decided[], { most, time }: Pace): Promise<DecisionEnd[]> {
  return concurrently(decided, most, (one) => decideOne(tools, one, time));
}

async function decideOne(tools: Tools, decided: Decided, time: TimeBox): Promise<DecisionEnd> {
  const { value } = decided.entry;
  const nothing = { entry: value, report: null, overtaken: false, left: false, fault: null, processed: null };
  if (isOver(time)) return { ...nothing, left: true };
  try {
    const processed = await carryOut(tools, decided);
    return { ...nothing, entry: processed.entry.value, report: processed.report, processed };
  } catch (error) {
    const present = await lookAgain(tools.objects, value).catch(() => decided.entry);
    if (error instanceof CannotDecide) return { ...nothing, entry: present.value, overtaken: true };
    return { ...nothing, entry: present.value, fault: error instanceof Error ? error : new Error(String(error)) };
  }
}
