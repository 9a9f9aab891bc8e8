import { matchByPlans } from "../lakehouse/run/match.ts";
import { nudgePublisher } from "../lakehouse/run/nudge.ts";
import { type Announced, receive } from "../lakehouse/run/receive.ts";
import { readFinalized } from "./finalized.ts";
import type { EventFunction } from "./work.ts";

/** An object is complete in landing: it becomes a drop, which is split here or handed over; then the publisher is told. */
const onDrop: EventFunction<Announced> = {
  read: readFinalized,
  async work({ tools, plans }, announced) {
    const received = await receive(tools, matchByPlans(await plans()), announced);
    if (received.kind !== "drop") return { reason: received.kind.toUpperCase() };
    await nudgePublisher(tools, [received.processed]);
    const { dataset, drop, state } = received.processed.entry.value;
    return { dataset, key: drop.key, state };
  },
};

export default onDrop;
