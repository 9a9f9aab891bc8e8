import { lastPublication } from "../../ledger/log.ts";
import { listMarked } from "../../ledger/markers.ts";
import { isFinished, type Publication } from "../../ledger/publication.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Progress } from "../../publish/publisher.ts";
import { openPublisher } from "../publish.ts";
import { isFollowed } from "../publish-due.ts";
import type { Tools } from "../tools.ts";

/** For publications whose jobs end at once: the caller waits for an answer. */
const MOST_SECONDS = 20;

export interface AdvancedStep {
  readonly progress: Progress;
  /** That were worked on, by number, as they are now. */
  readonly worked: ReadonlyMap<number, Publication>;
}

/** Goes on until a job runs that must be waited for. Called again it looks at that job; several at once do no harm. */
export async function advance(tools: Tools, plan: Plan): Promise<AdvancedStep> {
  const worked = new Map<number, Publication>();
  if (!(await hasWork(tools, plan))) return { progress: { kind: "idle" }, worked };
  const publisher = openPublisher(tools, plan);
  const until = Date.parse(tools.clock.now()) + MOST_SECONDS * 1000;
  for (;;) {
    const progress = await publisher.advance();
    if (progress.kind !== "idle") worked.set(progress.publication.number, progress.publication);
    if (progress.kind !== "moved" || Date.parse(tools.clock.now()) > until) return { progress, worked };
  }
}

/** A publisher begins with all drops of the last publication: not for each look of a sensor. */
async function hasWork({ objects }: Tools, { dataset, derived }: Plan): Promise<boolean> {
  const last = (await lastPublication(objects, dataset))?.value;
  if (last && (!isFinished(last) || !(await isFollowed(objects, last)))) return true;
  return derived !== null || (await listMarked(objects, "ready", dataset)).length > 0;
}
