import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { planOf, story } from "./make.ts";

/** Nothing came. */
export const missing: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-11T06:05:00.000Z",
  missing: [{ day: "2001-01-11", expectedBy: "06:00 UTC" }],
});
