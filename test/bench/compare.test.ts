import { expect, test } from "@jest/globals";
import { compare, compareCpu, median } from "../../bench/compare.ts";

test.each([
  [[3], 3],
  [[9, 1, 2], 2],
  [[4, 1], 2.5],
])("the median of %p is %p", (values, middle) => expect(median(values)).toBe(middle));

test("no values have no median", () => expect(() => median([])).toThrow("no values"));

test("both sides run in turn, each first in every other round; medians of each", async () => {
  const order: string[] = [];
  const costs = { measured: [5, 1, 2], baseline: [1, 9, 4] };
  const side = (name: "measured" | "baseline") => async () => {
    order.push(name);
    return { seconds: costs[name].shift() ?? 0, cpuSeconds: 2, rssMb: name === "measured" ? 7 : null };
  };
  const said: string[] = [];
  expect(await compare(3, side("measured"), side("baseline"), (doing) => said.push(doing))).toEqual({
    seconds: 2,
    cpu_seconds: 2,
    rss_mb: 7,
    baseline_seconds: 4,
  });
  expect(order).toEqual(["baseline", "measured", "measured", "baseline", "baseline", "measured"]);
  expect(said.at(-1)).toBe("measured, 3 of 3");
});

test("what the system does not tell stays unmeasured", async () => {
  const unknown = async () => ({ seconds: 1, cpuSeconds: null, rssMb: null });
  expect(await compare(1, unknown, unknown, () => undefined)).toMatchObject({ cpu_seconds: null, rss_mb: null });
});

test("by processor time the baseline is its processor time", async () => {
  const side = (seconds: number, cpuSeconds: number | null) => async () => ({ seconds, cpuSeconds, rssMb: 1 });
  const found = await compareCpu(1, side(5, 2), side(9, 4), () => undefined);
  expect(found).toEqual({ seconds: 5, cpu_seconds: 2, rss_mb: 1, baseline_seconds: 4, by: "cpu" });
  await expect(compareCpu(1, side(5, 2), side(9, null), () => undefined)).rejects.toThrow("does not tell");
});
