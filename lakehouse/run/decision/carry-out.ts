import { decide } from "../decide.ts";
import { type Processed, workOn } from "../process.ts";
import { replayDrop } from "../replay-drop.ts";
import type { SplitProgress } from "../split.ts";
import type { Tools } from "../tools.ts";
import type { Decided } from "./plan.ts";

/** Throws `CannotDecide` where somebody else was quicker. */
export async function carryOut(tools: Tools, decided: Decided, progress: SplitProgress = {}): Promise<Processed> {
  if (decided.kind === "replay") return replayDrop(tools, decided.replay, decided.order, progress);
  const entry = await decide(tools, decided.entry, decided.decision);
  if (decided.decision.kind === "accept") return workOn(tools, entry, progress);
  return { entry, report: null, worked: true, busy: false, aside: false };
}
