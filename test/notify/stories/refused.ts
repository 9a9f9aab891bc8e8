import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, past, planOf, report, story } from "./make.ts";

const day = "2001-01-31";

/** Half a day of flights was held, and the owner has rejected it: the whole day is to be delivered. */
export const refused: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-31T09:12:00.000Z",
  flags: " --lake out/lake",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: `flights/dt=${day}/flights.parquet`,
        day,
        verdict: "held",
        rows: { in: 6_784, good: 6_784, quarantined: 0, duplicates: 0 },
        reasons: [
          {
            code: "CHECK_FAILED",
            message:
              "flights_a_day: the drop has as many rows as expected; measured 6,784, must be between 13,000 and 19,000",
            cure: "look at the report; then release the drop, or have it delivered again",
          },
        ],
        checks: [
          {
            id: "flights_a_day",
            kind: "rowCount",
            severity: "error",
            description: "the drop has as many rows as expected",
            businessImpact: null,
            threshold: { operator: "mustBeBetween", values: [13_000, 19_000], unit: "rows" },
            measured: 6_784,
            outcome: "failed",
            note: null,
          },
        ],
      }),
      {
        outcome: "rejected",
        decidedBy: "flights-owner@example.com",
        reason: {
          code: "REJECTED_BY_HAND",
          message:
            "a person rejected it: the file ends at noon (held because flights_a_day: the drop has as many rows as expected; measured 6,784, must be between 13,000 and 19,000)",
          cure: "`sluice replay` brings it back",
        },
      },
    ),
  ],
  past: [past("2001-01-30", 16_500, { measured: { flights_a_day: 16_500 } })],
});
