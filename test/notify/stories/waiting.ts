import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { cureOf } from "../../../lakehouse/run/story/waiting.ts";
import { CLOUD, planOf, story } from "./make.ts";

/** A deployment gave up halfway: the plan has a column that the table lacks. */
export const waiting: RunStory = story({
  plan: planOf("device_pings", CLOUD),
  now: "2026-11-20T07:00:00.000Z",
  waiting: {
    number: 119,
    code: "TARGET_BEHIND",
    reason: "the table of device_pings lacks cell_tech",
    cure: cureOf("TARGET_BEHIND"),
    since: "2026-11-20T05:58:00.000Z",
  },
});
