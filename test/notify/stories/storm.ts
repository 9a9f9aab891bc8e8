import type { DropStory, RunStory } from "../../../lakehouse/notify/story.ts";
import { CLOUD, drop, planOf, published, report, rule, story } from "./make.ts";

const day = "2026-11-21";
const nameOf = (part: number) => `device_pings/dt=${day}/part-${String(part).padStart(4, "0")}.parquet`;

function part(number: number): DropStory {
  if (number % 10 === 0) {
    const rows = { in: 20_000, good: 20_000, quarantined: 0, duplicates: 0 };
    return drop(report({ dataset: "device_pings", environment: "prod", name: nameOf(number), day, rows }));
  }
  if (number % 3 === 0) {
    const rejected = report({
      dataset: "device_pings",
      environment: "prod",
      name: nameOf(number),
      day,
      verdict: "rejected",
      rows: { in: null, good: 0, quarantined: 0, duplicates: 0 },
      reasons: [{ code: "NOT_PARQUET", message: "the file starts with PK.. and not with PAR1", cure: "write Parquet" }],
    });
    return drop(rejected);
  }
  const bad = number === 7 ? 9_700 : 3;
  return drop(
    report({
      dataset: "device_pings",
      environment: "prod",
      name: nameOf(number),
      day,
      rows: { in: 20_000, good: 20_000 - bad, quarantined: bad, duplicates: 0 },
      rules: [
        rule("os_values", {
          column: "os",
          path: "os",
          description: "os is one of android, ios",
          failed: bad,
          outcome: "quarantined",
          samples: [{ row: number, path: "os", value: "IOS" }],
          causes: [{ value: "IOS", rows: bad }],
        }),
      ],
    }),
  );
}

const drops = Array.from({ length: 200 }, (_, number) => part(number));
const good = drops.reduce((sum, { report: of }) => sum + (of?.rows.good ?? 0), 0);

/** Two hundred files in one run, most of them bad in one way or another. */
export const storm: RunStory = story({
  plan: planOf("device_pings", CLOUD),
  now: "2026-11-21T05:10:00.000Z",
  drops,
  publications: [published(12, good, 1_234)],
});
