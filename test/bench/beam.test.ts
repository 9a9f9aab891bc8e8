import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { agreeing, lessStart, type Split } from "../../bench/beam/split.ts";
import { countsOf, countsText } from "../../bench/counts.ts";
import { benchPlan } from "../../bench/plans.ts";
import type { Report } from "../../lakehouse/plan/report.ts";

const cost = (seconds: number, cpuSeconds: number | null) => ({ seconds, cpuSeconds, rssMb: 10 * seconds });

test("what rows cost is the whole less the start; memory is the whole's", () => {
  expect(lessStart(cost(5, 4), cost(1.5, 1))).toEqual({ seconds: 3.5, cpuSeconds: 3, rssMb: 50 });
});

test("what one of both does not tell is not told", () => {
  expect(lessStart(cost(5, null), cost(1, 1)).cpuSeconds).toBeNull();
  expect(lessStart(cost(5, 4), cost(1, null)).cpuSeconds).toBeNull();
});

const split = (program: string, quarantined: number): Split => {
  return { program, cost: cost(1, 1), counts: { in: 10, quarantined, failed: { "a.required": quarantined, b: 0 } } };
};

test("only splits that count the same are compared", () => {
  const agree = agreeing();
  expect(agree(split("one", 2))).toEqual(split("one", 2));
  agree(split("another", 2));
  expect(() => agree(split("a third", 3))).toThrow(
    "a third counted 10 rows, 3 quarantined, a.required 3; one 10 rows, 2 quarantined, a.required 2",
  );
});

test("counts of several reports are added up; rules that no row failed say nothing", () => {
  const report = (rows: number, failed: number) =>
    ({
      rows: { in: rows, quarantined: failed },
      rules: [
        { id: "x", failed },
        { id: "y", failed: 0 },
      ],
    }) as unknown as Report;
  expect(countsText(countsOf([report(10, 2), report(5, 1)]))).toBe("15 rows, 3 quarantined, x 3");
});

test("row-wise Beam is asked for the same rules", () => {
  const program = readFileSync(new URL("../../bench/beam/row_wise.py", import.meta.url), "utf8");
  const names = [...program.matchAll(/^ {4}"([\w.]+)": lambda/gm)].map(([, name]) => name);
  const rules = benchPlan().rules.filter(({ kind }) => kind === "row");
  expect(names).toEqual(rules.map(({ id }) => id));
});
