import { Unavailable } from "../lakehouse/ports.ts";
import { logFault } from "../lakehouse/run/log-fault.ts";
import { logWaiting } from "../lakehouse/run/log-waiting.ts";
import { nudge } from "../lakehouse/run/nudge.ts";
import { publishCycle, type Scope } from "../lakehouse/run/publish-cycle.ts";
import { CannotResume, resumePublication } from "../lakehouse/run/resume.ts";
import { type Asking, readAsked } from "./asked.ts";
import type { EventFunction, Work } from "./work.ts";

/** Publishes what is due and puts into the outbox what is to be told: at a nudge of one dataset, of all, or by the tick. */
const publish: EventFunction<Asking> = {
  read: (event, place) => readAsked(event, place, "publish"),
  async work({ tools, plans, time }, asking) {
    const { log } = tools;
    await resumeAsked(tools, asking);
    const { advanced, left, messages, faults } = await publishCycle(tools, await plans(), scopeOf(asking), time);
    logWaiting(log, advanced);
    for (const { dataset, fault } of faults) logFault(log, fault, dataset === null ? {} : { dataset });
    for (const dataset of left) await nudge(tools, "publish", dataset);
    if (messages.some(({ mail }) => mail !== null)) await nudge(tools, "mail", null);
    // All others are published and told; this one is tried again soon, not by the next tick.
    const away = faults.find(({ fault }) => fault instanceof Unavailable);
    if (away) throw away.fault;
    const ended = advanced.flatMap((one) => one.ended);
    const message = `${ended.length} publications ended, ${messages.length} messages, ${faults.length} faults`;
    return { message, drops: ended.reduce((sum, { drops }) => sum + drops.length, 0) };
  },
};

/** A person's word, by `decide`. What somebody else moved since, or this very message before, stays as it is. */
async function resumeAsked(tools: Work["tools"], asking: Asking): Promise<void> {
  if (asking.kind === "tick" || asking.dataset === null || !asking.resume) return;
  await resumePublication(tools, asking.dataset, asking.resume).catch((error: unknown) => {
    if (!(error instanceof CannotResume)) throw error;
    tools.log({ severity: "INFO", event: "event.ignored", reason: "NOTHING_TO_RESUME", message: error.message });
  });
}

function scopeOf(asking: Asking): Scope {
  if (asking.kind === "tick") return { kind: "due" };
  return asking.dataset === null ? { kind: "all" } : { kind: "dataset", dataset: asking.dataset };
}

export default publish;
