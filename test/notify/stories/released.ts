import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, planOf, published, report, story } from "./make.ts";

const day = "2001-01-10";

/** A drop that was held for its few rows, accepted by a person: its day was a holiday. It takes the place of a former upload. */
export const released: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-10T08:00:00.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: `flights/dt=${day}/flights.parquet`,
        day,
        round: 2,
        rows: { in: 9_120, good: 9_120, quarantined: 0, duplicates: 0 },
      }),
      { publication: 20, decidedBy: "flights-owner" },
    ),
  ],
  publications: [published(20, 9_120, 0, { replaced: 9_001 })],
});
