import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { BREAKER, CLOUD, drop, past, planOf, report, rule, story } from "./make.ts";

const day = "2026-11-20";

/** In the cloud: a column was renamed, nearly half of the rows are bad, the circuit breaker holds the drop. */
export const held: RunStory = story({
  plan: planOf("device_pings", CLOUD),
  now: "2026-11-20T05:14:00.000Z",
  drops: [
    drop(
      report({
        dataset: "device_pings",
        environment: "prod",
        name: `device_pings/dt=${day}/part-0007.parquet`,
        day,
        verdict: "held",
        rows: { in: 41_200_000, good: 22_700_000, quarantined: 18_500_000, duplicates: 0 },
        reasons: [
          {
            code: "CIRCUIT_BREAKER",
            message:
              "circuit_breaker: at most 20 % of a drop's rows are quarantined; measured 44.903 %, must be at most 20 %",
            cure: "so much is rarely the data: ask what changed at the producer",
          },
        ],
        columns: {
          missing: ["os"],
          unknown: [{ name: "os_name", type: "VARCHAR" }],
          renamed: [{ from: "os", to: "os_name" }],
        },
        rules: [
          rule("os.required", {
            description: "os is never NULL",
            failed: 18_500_000,
            outcome: "quarantined",
            samples: [
              { row: 0, path: "os", value: null },
              { row: 1, path: "os", value: null },
            ],
            causes: [{ value: null, rows: 18_500_000 }],
          }),
          rule("device_id.pattern", {
            description: "device_id matches ^[0-9a-f]{64}$",
            failed: 12_408,
            outcome: "quarantined",
            masked: true,
            samples: [{ row: 4_711, path: "device_id", value: "XXXXXXXX-9999-xxxx" }],
          }),
          rule("wifi_aps[].rssi.maximum", {
            column: "wifi_aps",
            path: "wifi_aps[].rssi",
            description: "wifi_aps[].rssi is at most 0",
            failed: 12,
            outcome: "quarantined",
            samples: [{ row: 98, path: "wifi_aps[3].rssi", value: "12" }],
            causes: [{ value: "12", rows: 7 }],
          }),
        ],
        checks: [
          { ...BREAKER, measured: 44.903, outcome: "failed" },
          {
            id: "mostly_located",
            kind: "sql",
            severity: "warning",
            description: "Less than 5 % of the fixes are worse than one kilometre.",
            businessImpact: null,
            threshold: { operator: "mustBeLessThan", values: [5], unit: "percent" },
            measured: null,
            outcome: "not run",
            note: "the drop has 22700000 good rows; the limit for counting over all is 20000000",
          },
        ],
      }),
    ),
  ],
  past: ["14", "15", "16", "17", "18", "19"].map((date) =>
    past(`2026-11-${date}`, 40_000_000, { measured: { circuit_breaker: 0.02, mostly_located: 3 } }),
  ),
});
