import { logFault } from "../lakehouse/run/log-fault.ts";
import { nudge } from "../lakehouse/run/nudge.ts";
import { isThorough, reconcileCycle } from "../lakehouse/run/reconcile-cycle.ts";
import { shownName } from "../lakehouse/run/view/object-name.ts";
import { type Asking, readAsked } from "./asked.ts";
import type { EventFunction } from "./work.ts";

/** Takes up whatever was left undone, then asks the publisher to look at everything too. */
const reconcile: EventFunction<Asking> = {
  read: (event, place) => readAsked(event, place, "reconcile"),
  async work({ tools, plans, time }) {
    const { log, objects } = tools;
    const thorough = isThorough(await objects.time());
    const found = await reconcileCycle(tools, await plans(), time, thorough);
    const { processed, faults, left, unmatched, lost, messages, swept } = found;
    for (const { shown, fault } of faults) logFault(log, fault, { object: shownName(shown) });
    if (left > 0) {
      log({
        severity: "WARNING",
        event: "work.deferred",
        message: `${left} drops are left to the next tick`,
        drops: left,
      });
    }
    await nudge(tools, "publish", null);
    for (const dataset of lost) await nudge(tools, "publish", dataset);
    if (messages.some(({ mail }) => mail !== null)) await nudge(tools, "mail", null);
    const took = `${processed.length} drops taken up, ${faults.length} faults, ${unmatched} objects without a contract`;
    const message = `${took}, ${swept.files} files and ${swept.markers} markers swept`;
    return { message, drops: processed.length };
  },
};

export default reconcile;
