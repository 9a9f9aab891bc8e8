import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, past, planOf, published, report, rule, story } from "./make.ts";

const day = "2026-11-18";
const plan = planOf("device_pings");

/** Nothing is left out, but a threshold is passed; these people want to know at once. */
export const warned: RunStory = story({
  plan: {
    ...plan,
    notify: {
      recipients: plan.notify.recipients.map((each) => ({
        ...each,
        digest: { error: "immediate", warning: "immediate" },
      })),
    },
  },
  now: "2026-11-18T05:12:00.000Z",
  drops: [
    drop(
      report({
        dataset: "device_pings",
        name: `device_pings/dt=${day}/part-0000.parquet`,
        day,
        verdict: "ready with warnings",
        rows: { in: 50_000, good: 50_000, quarantined: 0, duplicates: 0 },
        rules: [
          rule("country_missing", {
            severity: "warning",
            column: "country_code",
            path: "country_code",
            description: "country_code is missing (null, '', ZZ)",
            failed: 3_120,
            threshold: { operator: "mustBeLessThan", values: [5], unit: "percent" },
            outcome: "warned",
            samples: [
              { row: 3, path: "country_code", value: null },
              { row: 4, path: "country_code", value: "ZZ" },
            ],
            causes: [
              { value: null, rows: 3_000 },
              { value: "ZZ", rows: 120 },
            ],
          }),
        ],
        checks: [
          {
            id: "no_duplicate_fix",
            kind: "duplicateValues",
            severity: "warning",
            description: "no two rows agree in device_id, event_ts",
            businessImpact: "A device that is counted twice looks like two people.",
            threshold: { operator: "mustBeLessOrEqualTo", values: [0.5], unit: "percent" },
            measured: 0.8312,
            outcome: "warned",
            note: null,
          },
        ],
      }),
    ),
  ],
  publications: [published(12, 50_000, 7, { updated: 5 })],
  past: ["12", "13", "14", "15", "16", "17"].map((date, index) =>
    past(`2026-11-${date}`, 50_000, {
      failed: { country_missing: 1_000 + 300 * index },
      measured: { no_duplicate_fix: 0.1 * index },
    }),
  ),
});
