import type { CloudEvent } from "../../fakes/eventarc/event.ts";
import type { Pusher } from "../../fakes/eventarc/pusher.ts";

/** Stands between landing and who delivers its events. */
export interface LandingEvents extends Pick<Pusher, "push"> {
  /** Nobody hears of what is uploaded meanwhile; the events, for who delivers them after all. */
  withhold(uploads: () => void): [CloudEvent, ...CloudEvent[]];
  /** The same, for good. */
  quietly(uploads: () => void): void;
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
      const [first, ...others] = keptFrom(uploads);
      if (!first) throw new Error("nothing was uploaded");
      return [first, ...others];
    },
    quietly: (uploads) => void keptFrom(uploads),
    deliver(...events) {
      for (const event of events) pusher.push(receiver, event);
    },
  };

  function keptFrom(uploads: () => void): CloudEvent[] {
    const kept: CloudEvent[] = [];
    withheld = kept;
    try {
      uploads();
    } finally {
      withheld = null;
    }
    return kept;
  }
}
