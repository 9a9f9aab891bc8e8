import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, past, planOf, published, report, rule, story } from "./make.ts";

const day = "2001-01-05";

/** A laptop, an ordinary day, some bad rows: failing for the fourth run, one rule for the first time. */
export const quarantined: RunStory = story({
  plan: planOf("flights"),
  drops: [
    drop(
      report({
        dataset: "flights",
        name: `flights/dt=${day}/flights.parquet`,
        day,
        rows: { in: 41_200, good: 40_958, quarantined: 242, duplicates: 18 },
        rules: [
          rule("departed_at.required", { description: "departed_at is never NULL" }),
          rule("arr_delay.maximum", {
            description: "arr_delay is at most 2880",
            failed: 230,
            outcome: "quarantined",
            businessImpact: "Averages of a whole route are wrong by hours.",
            samples: [
              { row: 12, path: "arr_delay", value: "99999" },
              { row: 1_207, path: "arr_delay", value: "99999" },
              { row: 1_208, path: "arr_delay", value: "2881" },
            ],
            causes: [
              { value: "99999", rows: 221 },
              { value: "2881", rows: 9 },
            ],
          }),
          rule("origin.pattern", {
            description: "origin matches ^[A-Z]{3}$",
            failed: 11,
            outcome: "quarantined",
            samples: [
              { row: 77, path: "origin", value: "" },
              { row: 40_112, path: "origin", value: " jfk" },
            ],
            causes: [
              { value: "", rows: 4 },
              { value: " jfk", rows: 4 },
              { value: "N/A", rows: 3 },
            ],
          }),
          rule("goes_somewhere", {
            column: null,
            path: "",
            description: "A flight does not end where it began.",
            failed: 1,
            outcome: "quarantined",
            samples: [{ row: 9_001, path: "", value: "origin=ATL, destination=ATL" }],
            causes: [{ value: "origin=ATL, destination=ATL", rows: 1 }],
          }),
          rule("very_late", {
            severity: "warning",
            column: null,
            path: "",
            description: "A flight arrives at most 12 hours late.",
            failed: 31,
            threshold: { operator: "mustBeLessOrEqualTo", values: [0.04], unit: "percent" },
            outcome: "warned",
            samples: [{ row: 5, path: "", value: "arr_delay=1490" }],
            causes: [
              { value: "arr_delay=1490", rows: 2 },
              { value: "arr_delay=1201", rows: 1 },
            ],
          }),
        ],
      }),
    ),
  ],
  publications: [published(12, 40_958, 18)],
  past: [
    past("2000-12-30", 41_000),
    past("2000-12-31", 39_400),
    past("2001-01-01", 28_300),
    past("2001-01-02", 41_900, {
      failed: { "arr_delay.maximum": 12 },
      problems: ["arr_delay.maximum"],
      rows: { in: 41_900, quarantined: 12 },
    }),
    past("2001-01-03", 41_700, {
      failed: { "arr_delay.maximum": 31 },
      problems: ["arr_delay.maximum"],
      rows: { in: 41_700, quarantined: 31 },
    }),
    past("2001-01-04", 42_000, {
      failed: { "arr_delay.maximum": 88 },
      problems: ["arr_delay.maximum"],
      rows: { in: 42_000, quarantined: 88 },
    }),
  ],
  health: {
    state: "failing",
    since: "2001-01-02T05:03:00.000Z",
    problems: [{ id: "arr_delay.maximum", share: 0.0021 }],
    told: true,
    mailed: { error: "2001-01-04T05:03:00.000Z", warning: null },
    warnings: [],
    stuck: null,
    missing: [],
    checks: { upTo: 0, failing: [] },
  },
});
