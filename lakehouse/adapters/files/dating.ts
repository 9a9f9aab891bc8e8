import type { Clock } from "../../ports.ts";
import type { Head } from "./head.ts";

/**
 * Which microsecond a new generation behind `head` shall have; `used` are those that the name has had. Below the
 * millisecond stands how many they were, so that those of one millisecond differ.
 */
export type Dating = (head: Head, used: () => Promise<ReadonlySet<bigint>>) => bigint | Promise<bigint>;

/** By a clock, but never back: always later than the last one. */
export function datedBy(clock: Pick<Clock, "now">): Dating {
  return (head) => {
    const now = microsOf(clock.now(), head);
    return head.last && head.last.micros >= now ? head.last.micros + 1n : now;
  };
}

/** At an instant that may lie before the last one. */
export function datedAt(instant: string): Dating {
  return async (head, used) => {
    const taken = await used();
    let micros = microsOf(instant, head);
    while (taken.has(micros)) micros += 1n;
    return micros;
  };
}

function microsOf(instant: string, { slot: { life, number } }: Head): bigint {
  const milliseconds = Date.parse(instant);
  if (!(milliseconds >= 0)) throw new RangeError(`not a time since 1970: ${instant}`);
  return BigInt(milliseconds) * 1000n + (BigInt(life + number) % 1000n);
}
