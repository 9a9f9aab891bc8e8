// When a dataset may be published again.
import { describe, expect, test } from "@jest/globals";
import type { StoredPublication } from "../../lakehouse/ledger/log.ts";
import type { Publication } from "../../lakehouse/ledger/publication.ts";
import { isDue } from "../../lakehouse/run/pace.ts";

const ENDED = "2026-03-10T08:00:00.000Z";
const drop = (files: number) => ({ files: Array.from({ length: files }, () => ({})) });

function stored(change: { state?: Publication["state"]; drops?: readonly object[] }): StoredPublication {
  const { state = "DONE", drops = [drop(1)] } = change;
  return { value: { state, drops } as unknown as Publication, generation: "1", updated: ENDED };
}

describe("a publication of every 15 minutes is due", () => {
  test.each([
    ["where there was none before", null, ENDED, true],
    ["14 minutes and 59 seconds after the last one", stored({}), "2026-03-10T08:14:59.999Z", false],
    ["15 minutes after the last one", stored({}), "2026-03-10T08:15:00.000Z", true],
    ["while the last one is under way: it is to be helped", stored({ state: "PLANNED" }), ENDED, true],
    ["at once after one that was given up", stored({ state: "ABORTED" }), ENDED, true],
    [
      "at once behind a batch of as many drops as one takes",
      stored({ drops: Array(1_000).fill(drop(1)) }),
      ENDED,
      true,
    ],
    ["at once behind a batch of as many files as one takes", stored({ drops: [drop(7_999), drop(1)] }), ENDED, true],
    ["not at once behind one that was nearly full", stored({ drops: Array(999).fill(drop(8)) }), ENDED, false],
    ["not where the store's clock went back", stored({}), "2026-03-10T07:00:00.000Z", false],
  ])("%s", (_when, last, now, due) => expect(isDue(last, 900, now)).toBe(due));
});
