import { nudgePublisher } from "../lakehouse/run/nudge.ts";
import { type Reported, settleReported } from "../lakehouse/run/settle-reported.ts";
import { readReported } from "./reported.ts";
import type { EventFunction } from "./work.ts";

/** A report lies in the ledger: the drop that a launched job has split goes on. */
const onReport: EventFunction<Reported> = {
  read: readReported,
  async work({ tools }, reported) {
    const processed = await settleReported(tools, reported);
    const { dataset, key } = reported;
    if (!processed) return { dataset, key, reason: "NOTHING_TO_DO" };
    await nudgePublisher(tools, [processed]);
    return { dataset, key, state: processed.entry.value.state };
  },
};

export default onReport;
