import type { Laptop } from "../../../lakehouse/environment.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { type ChainTools, publishAndTell } from "../../../lakehouse/run/chain.ts";
import { matchByPlans } from "../../../lakehouse/run/match.ts";
import { publishOrder } from "../../../lakehouse/run/publish-order.ts";
import { processLanding, resumeOpen, type TakenUp } from "../../../lakehouse/run/reconcile.ts";
import type { Act } from "./story.ts";

export type Player = ChainTools & Pick<Laptop, "up" | "bucket">;

const PAUSE_MS = 20;
/** A launched host that does not end within so many looks never will. */
const MOST_LOOKS = 3_000;

/** The day's work, as the reconciler does it; then what people decide, and the same again. */
export async function playAct(tools: Player, plans: readonly Plan[], act: Act): Promise<void> {
  for (const plan of plans) await tools.up(plan);
  await takenUp(processLanding(tools, tools.bucket, matchByPlans(plans)));
  await settle(tools, plans);
  for (const decision of act.decisions) await decision({ tools, plans });
  await settle(tools, plans);
  const { advanced, informed } = await publishAndTell(tools, publishOrder(plans, datasetsOf(plans)));
  const [fault] = [...advanced.flatMap(({ fault }) => fault ?? []), ...informed.faults];
  if (fault) throw fault;
  const [still] = advanced.filter(({ stuck, waitingOn }) => stuck || waitingOn);
  if (still)
    throw new Error(`${still.dataset} stands still: ${still.stuck?.stuck?.reason ?? still.waitingOn?.message}`);
}

async function takenUp(taking: Promise<TakenUp>): Promise<TakenUp["processed"]> {
  const { processed, faults } = await taking;
  for (const { fault } of faults) throw fault;
  return processed;
}

function datasetsOf(plans: readonly Plan[]): ReadonlySet<string> {
  return new Set(plans.map(({ dataset }) => dataset));
}

/** Until nobody has a drop any more: launched hosts end, whoever started them. */
async function settle(tools: Player, plans: readonly Plan[]): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    let busy = 0;
    for (const { dataset } of plans)
      busy += (await takenUp(resumeOpen(tools, dataset))).filter((drop) => drop.busy).length;
    if (busy === 0) return;
    await tools.clock.sleep(PAUSE_MS);
  }
  throw new Error("a launched host does not end");
}
