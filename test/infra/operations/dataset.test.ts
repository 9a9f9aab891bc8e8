import { describe, expect, test } from "@jest/globals";
import { boundFrom, SECONDS } from "../../../infra/operations/buckets.ts";
import { datasetAlerts } from "../../../infra/operations/dataset-alerts.ts";
import { datasetSlos, serviceId } from "../../../infra/operations/slos.ts";
import { plannedContracts } from "../../plan/contracts.ts";
import { environment } from "./environments.ts";

const dev = environment();
const HOUR = 3_600;

const landing = { pattern: "flights/*.parquet", capturesDay: false, folder: "flights/" };
const nothing = { expectedBy: null, schedule: null, latencyHours: null, retentionDays: null };
const daily = { schedule: "0 5 * * *" };
const promising = (sla: Partial<typeof nothing> | object) => ({
  dataset: "flights",
  landing,
  sla: { ...nothing, ...sla },
});

describe("a dataset is watched for what its contract promises", () => {
  test.each([
    ["nothing", promising({}), [], []],
    ["a time without days", promising({ expectedBy: "06:00Z" }), [], []],
    ["drops on days", promising(daily), ["missing"], ["arrival"]],
    ["a latency", promising({ latencyHours: 30 }), ["late"], ["latency"]],
    ["both", promising({ ...daily, latencyHours: 30 }), ["missing", "late"], ["arrival", "latency"]],
    ["days, of a derived table", { ...promising(daily), landing: null }, [], []],
  ])("%s", (_, plan, alerts, slos) => {
    expect(datasetAlerts(plan).map(({ name }) => name)).toEqual(alerts);
    expect(datasetSlos(dev.environment, plan).map(({ name }) => name)).toEqual(slos);
  });

  test("and for no other's", () => {
    const plan = promising({ ...daily, latencyHours: 30 });
    const queries = datasetAlerts(plan).flatMap((alert) => alert.conditions(dev));
    for (const { query } of queries) expect(query).toContain('dataset="flights"');
    const filters = JSON.stringify(datasetSlos(dev.environment, plan)).match(/metric\.type[^}]*?flights/g);
    expect(filters).toHaveLength(3);
  });

  test("a latency is held against a bound of the histogram, so that none is called late that may be in time", () => {
    const [late] = datasetAlerts(promising({ latencyHours: 1.5 }));
    expect(late?.conditions(dev)[0]?.query).toMatch(/ > 7200$/);
    expect([30, 48, 72, 24 * 14].map((hours) => boundFrom(hours * HOUR) / HOUR)).toEqual([30, 48, 72, 24 * 14]);
    expect(boundFrom(90 * 24 * HOUR)).toBe(90 * 24 * HOUR);
  });
});

test("bounds rise, and are no more than Cloud Logging takes", () => {
  expect(SECONDS.every((bound, at) => at === 0 || bound > (SECONDS[at - 1] ?? 0))).toBe(true);
  expect(SECONDS.length).toBeLessThan(200);
});

test("objectives are of a service for each dataset, by a name that Monitoring takes", () => {
  const long = "a".repeat(62);
  const ids = [...plannedContracts().map(({ dataset }) => dataset), `${long}b`, `${long}c`].map((dataset) =>
    serviceId({ id: "a-rather-long-1" }, { dataset }),
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,63}$/);
});
