import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, planOf, published, report, rule, story } from "./make.ts";

const day = "2001-01-05";
const origin = `flights/dt=${day}/flights.parquet`;

/** After the contract was mended, the quarantined rows come in; a few are still bad. */
export const replayed: RunStory = story({
  plan: planOf("flights"),
  now: "2001-01-08T09:30:00.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name: "quarantine/flights/dt=2001-01-05/6a1f0c2b9d8e7f6a5b4c3d2e/1-1/0-3f9a.parquet",
        day,
        rows: { in: 242, good: 231, quarantined: 11, duplicates: 0 },
        rules: [
          rule("origin.pattern", {
            description: "origin matches ^[A-Z]{3}$",
            failed: 11,
            outcome: "quarantined",
            samples: [{ row: 77, path: "origin", value: " jfk" }],
            causes: [{ value: " jfk", rows: 11 }],
          }),
        ],
      }),
      {
        name: origin,
        replayOf: { key: "6a1f0c2b9d8e7f6a5b4c3d2e", name: origin, arrivalDay: day },
        publication: 15,
        decidedBy: "flights-owner",
      },
    ),
  ],
  publications: [published(15, 231)],
});
