import { lastPublication } from "../../ledger/log.ts";
import { isFinished } from "../../ledger/publication.ts";
import type { Maintained } from "../../plan/maintain.ts";
import type { Plan } from "../../plan/plan.ts";
import { countStates, openDrops } from "../step/open.ts";
import { eachOf, type MaintainTools, namesOf } from "./tools.ts";

/** Asks the reconciler to come at once, and tells what waits for him, or for others. */
export async function reconcile(tools: MaintainTools, plans: readonly Plan[]): Promise<Maintained<"reconcile">> {
  const { objects, nudger } = tools;
  const waiting: Maintained<"reconcile">["waiting"] = [];
  const faults: string[] = [];
  await eachOf(tools, namesOf(plans), faults, async (dataset) => {
    const drops = countStates(await openDrops(objects, dataset, null));
    const last = (await lastPublication(objects, dataset))?.value ?? null;
    const open = last && !isFinished(last) ? { number: last.number, stuck: last.stuck !== null } : null;
    if (Object.keys(drops).length > 0 || open) waiting.push({ dataset, drops, publication: open });
  });
  await nudger.nudge("reconcile", null);
  return { waiting, faults };
}
