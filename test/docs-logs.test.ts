import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { LOG_EVENTS } from "../lakehouse/plan/cloud/log-events.ts";
import { METRICS } from "../lakehouse/plan/cloud/metrics.ts";

const page = readFileSync(join(import.meta.dirname, "../docs/logs.md"), "utf8");
const [lines = "", metrics = ""] = page.split("## Metrics");

test("docs/logs.md explains every event, and no other", () => {
  const [, events = ""] = lines.split("| event |");
  const explained = [...events.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, event]) => event);
  expect(explained.sort()).toEqual(Object.keys(LOG_EVENTS).sort());
});

test("docs/logs.md tells every metric with its labels, and no other", () => {
  const told = [...metrics.matchAll(/^\| (`[^|]+) \| ([^|]+) \| ([^|]*)\|$/gm)].flatMap(([, names = "", , by = ""]) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name]) => `${name}: ${by.trim()}`),
  );
  expect(told.sort()).toEqual(METRICS.map(({ name, labels }) => `${name}: ${labels.join(", ")}`).sort());
});
