import { systemClock } from "../../../lakehouse/adapters/clock.ts";
import type { Clock } from "../../../lakehouse/ports.ts";

/** Goes as this machine's does, but from the time that was told last. */
export class StoryClock implements Clock {
  #difference = 0;
  readonly sleep = systemClock.sleep;

  begin(instant: number): void {
    this.#difference = instant - Date.now();
  }

  now(): string {
    return new Date(Date.now() + this.#difference).toISOString();
  }
}
