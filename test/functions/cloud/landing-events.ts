import type { CloudEvent } from "../../fakes/eventarc/event.ts";
import type { Pusher } from "../../fakes/eventarc/pusher.ts";

/** Stands between landing and who delivers its events. */
export interface LandingEvents extends Pick<Pusher, "push"> {
  /** Nobody hears of what is uploaded meanwhile; the events, for who delivers them after all. */
  withhold(uploads: () => void): [CloudEvent, ...CloudEvent[]];
  /** Again, or late; never under the id of another event. */
  deliver(...events: readonly CloudEvent[]): void;
}

export function openLandingEvents(pusher: Pick<Pusher, "push">): LandingEvents {
  let receiver = "";
  let withheld: CloudEvent[] | null = null;
  return {
    push(url, event) {
      receiver = url;
      if (withheld) withheld.push(event);
      else pusher.push(url, event);
    },
    withhold(uploads) {
      const kept: CloudEvent[] = [];
      withheld = kept;
      try {
        uploads();
      } finally {
        withheld = null;
      }
      const [first, ...others] = kept;
      if (!first) throw new Error("nothing was uploaded");
      return [first, ...others];
    },
    deliver(...events) {
      for (const event of events) pusher.push(receiver, event);
    },
  };
}
