import type { Resume } from "../plan/cloud/nudge.ts";

/** What can be asked for at once instead of with the next tick. */
export type Asked = "publish" | "mail" | "reconcile";

/**
 * Lets others know that there is work. A nudge that is lost costs time, never work: a tick comes anyway, so who nudges
 * does not try for long. May throw `Unavailable` or `Denied`.
 */
export interface Nudger {
  /**
   * `dataset` null: all of them. Twice is no fault. `resume` brings a person's word along, which no tick would: who sends
   * it tells the person if it was not taken.
   */
  nudge(asked: Asked, dataset: string | null, resume?: Resume): Promise<void>;
}
