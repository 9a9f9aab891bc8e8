import { describe, expect, test } from "@jest/globals";
import { ORCHESTRATORS } from "../../../lakehouse/plan/cloud/orchestrator.ts";
import type { Inventory } from "../inventory.ts";
import type { Box, Picture } from "./draw.ts";
import { misfits } from "./misfits.ts";
import { architectureSvg, pictureOf } from "./picture.ts";

const inventory = (kinds: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Inventory => ({
  entities: Object.entries(kinds).map(([title, found]) => ({ title, kinds: new Map(Object.entries(found)) })),
  total: Object.values(kinds).flatMap((found) => Object.values(found).flat()).length,
});

const some = inventory({
  Lake: { "storage.Bucket": ["landing", "raw", "ledger"], "bigquery.Dataset": ["consumption"] },
  Functions: { "cloudfunctionsv2.Function": ["on-drop"], "pubsub.Topic": ["publish", "mail"] },
  Operations: { "monitoring.AlertPolicy": ["held", "stuck"], "billing.Budget": ["budget"] },
  Serving: { "vertex.AiEndpoint": ["endpoint"] },
});
const linesOf = (found: Inventory, title: string) =>
  pictureOf(found, "functions", "dev").boxes.find((box) => box.title === title)?.lines;

describe.each(ORCHESTRATORS)("%s", (orchestrator) => {
  test.each([
    ["of an environment", some],
    ["of nothing at all", inventory({})],
  ])("fits, %s", (_, found) => {
    const picture = pictureOf(found, orchestrator, "dev");
    expect(misfits(picture)).toEqual([]);
    expect(architectureSvg(found, orchestrator, "dev")).not.toMatch(/undefined|NaN|>0 /);
  });
});

test("tells what is there, and not what is none", () => {
  expect(linesOf(some, "The lake")).toEqual(["2 buckets"]);
  expect(linesOf(some, "Cloud Functions")).toEqual(["1 function, 2 topics"]);
  expect(linesOf(some, "Operations")).toEqual(["2 alerts", "a budget with a forecast"]);
  expect(linesOf(inventory({}), "Operations")).toEqual(["no budget"]);
  expect(linesOf(inventory({}), "Serving")).toBeUndefined();
});

test("text is escaped", () => {
  expect(architectureSvg(some, "functions", "a<b&c")).toContain("The environment a&lt;b&amp;c: 11 resources");
});

describe("what would not be readable is told", () => {
  const [first, second] = pictureOf(some, "functions", "dev").boxes as readonly [Box, Box];
  const of = (...boxes: readonly Box[]): Picture => ({ ...pictureOf(some, "functions", "dev"), boxes, arrows: [] });

  test.each([
    ["a long line", of({ ...first, lines: ["a line that goes on well beyond its box"] }), "is too long"],
    ["many lines", of({ ...first, lines: ["a", "b", "c", "d", "e"] }), "has too much in it"],
    ["many chips", of({ ...first, chips: Array.from({ length: 30 }, () => "ledger") }), "has too much in it"],
    ["two boxes at one place", of(first, { ...second, x: first.x + 10, y: first.y + 10 }), "lie on each other"],
    ["a box beside the picture", of({ ...first, x: 1180 }), "leaves the picture"],
  ])("%s", (_, picture, expected) => {
    expect(misfits(picture).join()).toContain(expected);
  });
});
