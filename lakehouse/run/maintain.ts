import type { MaintainRequest, MaintainResponse } from "../plan/maintain.ts";
import type { Plan } from "../plan/plan.ts";
import type { Days } from "../plan/step.ts";
import { costs } from "./maintain/cost.ts";
import { digests } from "./maintain/digests.ts";
import { history } from "./maintain/history.ts";
import { reconcile } from "./maintain/reconcile.ts";
import type { MaintainTools } from "./maintain/tools.ts";
import type { TimeBox } from "./time-box.ts";

export type { MaintainTools } from "./maintain/tools.ts";

const DAY_MS = 86_400_000;
const DAYS_OF_HISTORY = 2;
const DAYS_OF_COST = 7;

/** What comes round once a day, or once a week. Each task may be asked at any time, and again. */
export async function maintain(
  tools: MaintainTools,
  plans: readonly Plan[],
  { task, days }: MaintainRequest,
  time: TimeBox,
): Promise<MaintainResponse> {
  const { objects, place } = tools;
  const at = await objects.time();
  const common = { format: "sluice/maintain/1" as const, environment: place.id, at };
  switch (task) {
    case "reconcile":
      return { ...common, task, ...(await reconcile(tools, plans)) };
    case "digests":
      return { ...common, task, ...(await digests(tools, plans)) };
    case "history":
      return { ...common, task, ...(await history(tools, plans, days ?? upTo(at, 1, DAYS_OF_HISTORY), time)) };
    case "cost":
      return { ...common, task, ...(await costs(tools, plans, days ?? upTo(at, 0, DAYS_OF_COST), { at, time })) };
  }
}

/** So many days that end with yesterday, or `more` days later. */
function upTo(at: string, more: number, length: number): Days {
  const before = Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + more * DAY_MS;
  const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  return { from: dayOf(before - length * DAY_MS), before: dayOf(before) };
}
