import type { WeekCost } from "../outbox/week-cost.ts";
import type { Section } from "../page.ts";
import { type Said, say } from "../words/say.ts";

const DAY_MS = 86_400_000;

/** What the week cost. Nothing, if nobody has asked. */
export function costSection(cost: WeekCost | null): Section[] {
  if (cost === null) return [];
  const last = new Date(Date.parse(cost.days.before) - DAY_MS).toISOString().slice(0, 10);
  const [all, queries, dataflow, storage] = [cost.dollars, cost.queries, cost.dataflow, cost.storage].map(dollars);
  const item = say`${all ?? ""} at list price from ${cost.days.from} to ${last}: publications ${queries ?? ""}, Dataflow ${dataflow ?? ""}, storage of files ${storage ?? ""}`;
  return [{ kind: "list", title: say`Cost of the week`, items: [item] }];
}

/** Whole cents. */
function dollars(value: number): Said {
  if (value > 0 && value < 0.01) return say`less than $0.01`;
  const [whole = "0", cents = "00"] = value.toFixed(2).split(".");
  return say`$${Number(whole)}.${cents}`;
}
