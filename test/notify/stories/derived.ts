import { composeMessage } from "../../../lakehouse/notify/compose.ts";
import type { DigestStory } from "../../../lakehouse/notify/digest.ts";
import { healthyAt } from "../../../lakehouse/notify/health.ts";
import type { Health } from "../../../lakehouse/notify/message.ts";
import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { draftedMessage } from "../drafted.ts";
import { checked, planOf, story } from "./make.ts";

// A table that is made from others: no drop of it can be wrong, only what was made.

const plan = planOf("airport_days");
const now = "2001-01-05T05:04:00.000Z";
const asked = (id: string) => plan.checks.find((check) => check.id === id)?.statement ?? null;

const failing: Health = {
  ...healthyAt("2001-01-04T05:04:00.000Z"),
  state: "failing",
  problems: [{ id: "late_flights_are_flights", share: 1 }],
  told: true,
  mailed: { error: "2001-01-04T05:04:00.000Z", warning: null },
  checks: { upTo: 8, failing: ["late_flights_are_flights"] },
};

/** What failed yesterday holds again, and something else does not. */
export const derived: RunStory = story({
  plan,
  now,
  checked: [
    checked(9, ["20010104", "20010105"], plan, {
      primary_key: { measured: 2, outcome: "failed", query: asked("primary_key") },
      calm_days: { measured: 61.538_46, outcome: "warned", query: asked("calm_days") },
    }),
  ],
  checkedBefore: [
    checked(7, ["20010103"], plan, { calm_days: { measured: 12.5 } }),
    checked(8, ["20010104"], plan, {
      late_flights_are_flights: { measured: 1, outcome: "failed" },
      calm_days: { measured: 37.5 },
    }),
  ],
  health: failing,
});

/** The next day everything holds. */
export const derivedAgain: RunStory = story({
  plan,
  now,
  checked: [checked(9, ["20010105"], plan)],
  checkedBefore: derived.checkedBefore,
  health: failing,
});

function noted(number: number, partition: string, measured: number) {
  const found = { calm_days: { measured, outcome: "warned" } } as const;
  const draft = composeMessage(story({ plan, now, checked: [checked(number, [partition], plan, found)] }));
  if (!draft) throw new Error("warnings are told");
  return draftedMessage(draft, number, now);
}

/** Warnings of two days, which this table's people read about once a day. */
export const derivedDigest: DigestStory = {
  plan,
  flags: "",
  now: "2001-01-06T07:00:00.000Z",
  noted: [noted(9, "20010105", 61.538_46), noted(10, "20010106", 57.5)],
  health: healthyAt("2001-01-01T00:00:00.000Z"),
};
