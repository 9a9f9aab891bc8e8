import { composeMessage } from "../../../lakehouse/notify/compose.ts";
import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { CLOUD, drop, past, planOf, published, report, story } from "./make.ts";

const expected = (day: string, bucket: string) => {
  return { day, expectedBy: "06:00 UTC", object: `flights/dt=${day}/*.parquet`, bucket };
};

/** Nothing came. */
export const missing: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-11T06:05:00.000Z",
  missing: [expected("2001-01-11", "landing")],
  cameLast: { name: "flights/dt=2001-01-10/flights.parquet", arrived: "2001-01-10T05:02:11.000Z" },
});

/** In the cloud, after a night without a reconciler: two days, and nothing ever before. */
export const missingDays: RunStory = story({
  plan: planOf("flights", CLOUD),
  now: "2001-01-12T08:05:00.000Z",
  missing: ["2001-01-11", "2001-01-12"].map((day) => expected(day, "acme-lake-prod-landing")),
});

/** It has come, hours later. */
export const arrivedLate: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-11T09:33:00.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: "flights/dt=2001-01-11/flights.parquet",
        day: "2001-01-11",
        rows: { in: 16_000, good: 16_000, quarantined: 0, duplicates: 0 },
      }),
    ),
  ],
  publications: [published(12, 16_000)],
  past: [past("2001-01-10", 16_200)],
  health: composeMessage(missing)?.health ?? null,
});
