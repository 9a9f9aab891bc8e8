import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, past, planOf, report, story } from "./make.ts";

const day = "2001-01-09";

/** The file itself is broken: no row was read. */
export const rejected: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-09T05:00:30.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: `flights/dt=${day}/flights.parquet`,
        day,
        verdict: "rejected",
        rows: { in: null, good: 0, quarantined: 0, duplicates: 0 },
        reasons: [
          {
            code: "TRUNCATED",
            message: "the file starts as Parquet but has no footer at its end",
            cure: "upload the whole file again",
          },
        ],
        checks: [],
      }),
    ),
  ],
  past: ["06", "07", "08"].map((date) => past(`2001-01-${date}`, 41_000)),
});
