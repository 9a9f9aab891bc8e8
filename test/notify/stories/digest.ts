import { composeMessage } from "../../../lakehouse/notify/compose.ts";
import type { DigestStory } from "../../../lakehouse/notify/digest.ts";
import { healthyAt } from "../../../lakehouse/notify/health.ts";
import type { Message } from "../../../lakehouse/notify/message.ts";
import { draftedMessage } from "../drafted.ts";
import { drop, planOf, published, report, rule, story } from "./make.ts";

const plan = planOf("flights");

function warned(day: string, failed: number, number: number): Message {
  const rows = { in: 41_000, good: 41_000, quarantined: 0, duplicates: 0 };
  const draft = composeMessage(
    story({
      plan,
      now: `${day}T05:03:00.000Z`,
      drops: [
        drop(
          report({
            dataset: "flights",
            name: `flights/dt=${day}/flights.parquet`,
            day,
            verdict: "ready with warnings",
            rows,
            reasons: [
              { code: "COLUMNS_ADDED", message: "the contract does not know gate (VARCHAR)", cure: "add them" },
            ],
            rules: [
              rule("very_late", {
                severity: "warning",
                column: null,
                description: "A flight arrives at most 12 hours late.",
                failed,
                threshold: { operator: "mustBeLessOrEqualTo", values: [0.04], unit: "percent" },
                outcome: "warned",
              }),
            ],
          }),
        ),
      ],
      publications: [published(12, 41_000)],
    }),
  );
  if (!draft) throw new Error("warnings are told");
  return draftedMessage(draft, number, `${day}T05:03:00.000Z`);
}

/** Two days with warnings, which this dataset's people want to read about once a day. */
export const digest: DigestStory = {
  plan,
  flags: "",
  now: "2001-01-07T07:00:00.000Z",
  noted: [warned("2001-01-05", 31, 3), warned("2001-01-06", 44, 4)],
  health: healthyAt("2001-01-01T00:00:00.000Z"),
};
