import { DROPS_TABLE, PUBLICATIONS_TABLE } from "../../plan/history/tables.ts";
import type { Maintained } from "../../plan/maintain.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days } from "../../plan/step.ts";
import { isOver, type TimeBox } from "../time-box.ts";
import { changedDrops, dropRows } from "./drops.ts";
import { mergeRows } from "./merge-rows.ts";
import { changedPublications, publicationRow } from "./publications.ts";
import { eachOf, type MaintainTools, namesOf } from "./tools.ts";

/** Entries whose reports are held at a time. */
const AT_ONCE = 500;

/**
 * What the ledger wrote on these days, as rows for dashboards: rounds of drops that were split or ended, publications.
 * Told again it is the same rows.
 */
export async function history(
  tools: MaintainTools,
  plans: readonly Plan[],
  days: Days,
  time: TimeBox,
): Promise<Maintained<"history">> {
  const counts = { drops: 0, publications: 0 };
  const left: string[] = [];
  const faults: string[] = [];
  await eachOf(tools, namesOf(plans), faults, async (dataset) => {
    if (isOver(time)) return void left.push(dataset);
    const publications = (await changedPublications(tools.objects, dataset, days)).map(publicationRow);
    counts.publications += await mergeRows(tools, PUBLICATIONS_TABLE, publications, time);
    const places = await changedDrops(tools.objects, dataset, days);
    for (let start = 0; start < places.length; start += AT_ONCE) {
      if (isOver(time)) return void left.push(dataset);
      const rows = await dropRows(tools.objects, places.slice(start, start + AT_ONCE));
      counts.drops += await mergeRows(tools, DROPS_TABLE, rows, time);
    }
  });
  return { days, ...counts, left, faults };
}
