import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, past, planOf, published, report, story } from "./make.ts";

const day = "2001-01-06";
const bad = {
  failed: { "arr_delay.maximum": 31 },
  problems: ["arr_delay.maximum"],
  rows: { in: 41_000, quarantined: 31 },
};

/** After three bad days a good one, while a drop of before is still held. */
export const recovered: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-06T05:03:00.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: `flights/dt=${day}/flights.parquet`,
        day,
        rows: { in: 40_120, good: 40_120, quarantined: 0, duplicates: 0 },
      }),
      { publication: 13 },
    ),
  ],
  publications: [published(13, 40_120)],
  past: [past("2001-01-02", 41_000), ...["03", "04", "05"].map((date) => past(`2001-01-${date}`, 41_000, bad))],
  stillHeld: [
    { key: "0123456789abcdef01234567", name: "flights/dt=2001-01-04/late.parquet", arrivalDay: "2001-01-04" },
  ],
  health: {
    state: "failing",
    since: "2001-01-03T05:03:00.000Z",
    problems: [{ id: "arr_delay.maximum", share: 0.0021 }],
    told: true,
    mailed: { error: "2001-01-05T05:03:00.000Z", warning: null },
    warnings: [],
    stuck: null,
    missing: [],
    checks: { upTo: 0, failing: [] },
  },
});
