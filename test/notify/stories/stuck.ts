import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { CLOUD, planOf, story } from "./make.ts";

/** The warehouse took the load and then lost a right: nothing goes on by itself. */
export const stuck: RunStory = story({
  plan: planOf("device_pings", CLOUD),
  now: "2026-11-20T06:00:00.000Z",
  stuck: {
    number: 118,
    reason: "job sluice-prod-device_pings-0badcafe-118-merge-0 is there with labels of another statement",
    cure: "look who submitted it; if its effect is wanted, resume",
    since: "2026-11-20T05:58:00.000Z",
  },
});
