// Each metric counts lines that the code really writes, and no line holds a value of a row, a secret or a person.
import { beforeAll, describe, expect, test } from "@jest/globals";
import { LOG_EVENTS } from "../../lakehouse/plan/cloud/log-events.ts";
import {
  labelExtractors,
  METRICS,
  metricFilter,
  metricName,
  valueExtractor,
} from "../../lakehouse/plan/cloud/metrics.ts";
import { extract, fits, logEntryOf } from "./log/filter.ts";
import { CANARY, type Line, tellAllKinds } from "./log/story.ts";

const TEST = { id: "test" };

let lines: Line[] = [];
beforeAll(async () => {
  lines = await tellAllKinds();
});

const linesOf = (name: string) => {
  const metric = METRICS.find((one) => one.name === name);
  if (!metric) throw new Error(`no metric ${name}`);
  return lines.map(logEntryOf).filter((entry) => fits(metricFilter(TEST, metric), entry));
};

describe("metrics", () => {
  test("all are told apart, by names that Cloud Logging takes", () => {
    const names = METRICS.map((metric) => metricName(TEST, metric));
    expect(new Set(names).size).toBe(METRICS.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z][\w/]{0,99}$/);
    for (const { labels } of METRICS) expect(labels.length).toBeLessThanOrEqual(10);
  });

  test.each(METRICS.map((metric) => [metric.name, metric] as const))(
    "%s counts a line of the chain",
    (name, metric) => {
      const entries = linesOf(name);
      expect(entries.length).toBeGreaterThan(0);
      for (const entry of entries) {
        for (const extractor of Object.values(labelExtractors(metric)))
          expect(extract(extractor, entry)).toMatch(/^\w+$/);
        const value = valueExtractor(metric);
        if (value !== null) expect(typeof extract(value, entry)).toBe("number");
      }
    },
  );

  test("they count what happened, once", () => {
    const counts = Object.fromEntries(METRICS.map(({ name }) => [name, linesOf(name).length]));
    expect(counts).toMatchObject({
      drops_held: 2,
      drops_rejected: 1,
      drops_missing: 1,
      publications_done: 2,
      publications_aborted: 1,
      publications_stuck: 1,
      publications_waiting: 1,
      mails_dead: 1,
      mails_suppressed: 1,
      mails_denied: 1,
      events_refused: 1,
      objects_unmatched: 1,
      config_errors: 1,
      services_unavailable: 1,
      faults: 1,
    });
    const quarantined = linesOf("rows_quarantined").map((entry) =>
      extract("EXTRACT(jsonPayload.rows.quarantined)", entry),
    );
    expect(quarantined.sort()).toEqual([0, 0, 0, 1, 2]);
    expect(
      linesOf("drops_ended")
        .map((entry) => extract("EXTRACT(jsonPayload.state)", entry))
        .sort(),
    ).toEqual(["COMMITTED", "COMMITTED", "POISON", "REJECTED"]);
  });

  test("those of another environment count none of it", () => {
    for (const metric of METRICS) {
      const filter = metricFilter({ id: "prod" }, metric);
      expect(lines.map(logEntryOf).filter((entry) => fits(filter, entry))).toEqual([]);
    }
  });
});

describe("lines", () => {
  test("each has what Cloud Logging and people read", () => {
    for (const line of lines) {
      expect(line).toMatchObject({
        severity: expect.stringMatching(/^(INFO|NOTICE|WARNING|ERROR)$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        message: expect.stringMatching(/./),
        event: expect.stringMatching(/./),
      });
      expect(LOG_EVENTS).toHaveProperty([line.event as string]);
    }
  });

  test("no canary is in any of them", () => {
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.map((line) => JSON.stringify(line)).filter((text) => text.includes(CANARY))).toEqual([]);
  });
});
