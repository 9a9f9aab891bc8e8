import type { Clock } from "../../../lakehouse/ports.ts";

/** A clock that stands still until it is told to go on. */
export interface MemoryClock extends Clock {
  /** Milliseconds; wakes whoever slept until then, the earliest first. */
  advance(milliseconds: number): void;
  /** Milliseconds until the next sleeper is due; null: nobody sleeps. */
  untilNextWake(): number | null;
  /** The same time as a worker sees it whose own clock is wrong by so many milliseconds. */
  wrongBy(milliseconds: number): Clock;
}

export function createMemoryClock(start: string): MemoryClock {
  let time = Date.parse(start);
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${start}`);
  const sleepers: { readonly due: number; readonly wake: () => void }[] = [];

  return { now: () => textOf(time), sleep, advance, untilNextWake, wrongBy };

  function sleep(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0)) throw new RangeError(`cannot sleep for ${milliseconds} ms`);
    return new Promise((wake) => {
      sleepers.push({ due: time + milliseconds, wake });
      sleepers.sort((a, b) => a.due - b.due);
    });
  }

  function advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError("time does not go back; a wrong clock does: wrongBy");
    time += milliseconds;
    while (sleepers[0] && sleepers[0].due <= time) sleepers.shift()?.wake();
  }

  function untilNextWake(): number | null {
    return sleepers[0] ? Math.max(0, sleepers[0].due - time) : null;
  }

  function wrongBy(wrong: number): Clock {
    return { now: () => textOf(time + wrong), sleep };
  }
}

function textOf(time: number): string {
  return new Date(time).toISOString();
}
