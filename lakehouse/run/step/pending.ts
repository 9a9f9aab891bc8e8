import { lastPublication } from "../../ledger/log.ts";
import { isFinished } from "../../ledger/publication.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days, PendingStep } from "../../plan/step.ts";
import { countLanded, countStates, openDrops, unclaimed } from "./open.ts";
import { stepPublication } from "./publication.ts";
import type { StepTools } from "./tools.ts";

type Pending = Pick<PendingStep, "landing" | "drops" | "publication" | "idle">;

/** What waits; changes nothing. */
export async function pending(tools: StepTools, plan: Plan, days: Days | null): Promise<Pending> {
  const { objects, project } = tools;
  const landed = await unclaimed(tools, plan, days);
  const drops = countStates(await openDrops(objects, plan.dataset, days));
  const last = (await lastPublication(objects, plan.dataset))?.value;
  const publication = last && !isFinished(last) ? stepPublication(project, last) : null;
  const { HELD: _held = 0, ...busy } = drops;
  const idle = landed.length === 0 && Object.keys(busy).length === 0 && publication === null;
  return { landing: countLanded(tools, landed), drops, publication, idle };
}
