import { describe, expect, test } from "@jest/globals";
import { bucketName } from "../../../lakehouse/plan/cloud/names.ts";
import { conditionOf, LEDGER_PARTS, RIGHTS, ROWS } from "../../../lakehouse/plan/cloud/rights.ts";
import * as names from "../../../lakehouse/plan/names.ts";
import { TEST_ENVIRONMENT } from "../cloud.ts";
import { MOST_OPERATORS, readCondition } from "./condition.ts";

const service = "storage.googleapis.com";
const object = (bucket: string, name: string) => ({
  service,
  type: "storage.googleapis.com/Object",
  name: `projects/_/buckets/${bucket}/objects/${name}`,
});
const LEDGER = bucketName(TEST_ENVIRONMENT, "ledger");
const conditions = ROWS.flatMap((row) => conditionOf(row, TEST_ENVIRONMENT) ?? []);

test("IAM takes all of ours", () => {
  expect(conditions.length).toBeGreaterThan(3);
  for (const { title, expression } of conditions) {
    expect(() => readCondition(expression)).not.toThrow();
    expect(title).toMatch(/^[a-z-]{1,100}$/);
  }
});

describe("who may write which part of the ledger", () => {
  const writes = (account: "split" | "worker", name: string) =>
    RIGHTS[account].some((right) => {
      const condition = conditionOf(right, TEST_ENVIRONMENT);
      return condition !== null && readCondition(condition.expression)(object(LEDGER, name));
    });
  const KEY = "0123456789abcdef01234567";
  const paths: readonly (readonly [part: string, path: string, ...writers: ("split" | "worker")[]])[] = [
    ["drops", names.entryPath("visits", "2026-03-01", KEY), "split"],
    ["open", names.markerPath("visits", "open", "2026-03-01", KEY, 1), "split"],
    ["ready", names.markerPath("visits", "ready", "2026-03-01", KEY, 1), "split"],
    ["refused", names.refusedPath("visits", "a.parquet", "2026-03-01", KEY), "split"],
    ["reports", names.reportPath("visits", KEY, 1), "split", "worker"],
    ["jobs", names.manifestPath("visits", "sluice-visits-1"), "split"],
    ["names", names.namePath("visits", "a.parquet")],
    ["log", names.logPath("visits", 1)],
    ["checks", names.checksPath("visits", 1)],
    ["checkpoint", names.checkpointPath("visits")],
    ["epoch", names.epochPath("visits")],
    ["nothing of it", "ledger/visits/other/1"],
    ["nothing of it", "ledger/log/1"],
    // What the log's own list would find.
    ["a log in drops", "ledger/visits/log/drops/log/000000000001.json"],
    ["drops in a log", "ledger/visits/drops/log/000000000001.json"],
    ["a log of reports", "ledger/visits/log/reports/000000000001.json"],
  ];

  test.each(paths)("%s: %s", (_, path, ...writers) => {
    const name = path.slice("ledger/".length);
    expect((["split", "worker"] as const).filter((account) => writes(account, name))).toEqual(writers);
  });

  test("each folder of it is a part", () => {
    const folders = paths.slice(0, 9).map(([, path]) => path.split("/")[2]);
    expect(folders).toEqual(paths.slice(0, 9).map(([part]) => part));
    expect([...folders].sort()).toEqual([...LEDGER_PARTS].sort());
  });

  test("datasets may be called as parts are", () => {
    for (const part of LEDGER_PARTS) expect(writes("split", `${part}/drops/x`)).toBe(true);
  });
});

test("Composer keeps to its own bucket", () => {
  const right = RIGHTS.airflow.find(({ role }) => role === "composer.worker");
  const may = readCondition((right && conditionOf(right, TEST_ENVIRONMENT)?.expression) ?? "");
  const bucket = (name: string) => ({
    service,
    type: "storage.googleapis.com/Bucket",
    name: `projects/_/buckets/${name}`,
  });
  expect(may(bucket("acme-test-test-dags"))).toBe(true);
  expect(may(object("acme-test-test-dags", "dags/x.py"))).toBe(true);
  expect(may(bucket("acme-test-test-dags2"))).toBe(false);
  expect(may(object("acme-test-test-dags2", "x"))).toBe(false);
  expect(may(object(LEDGER, "visits/log/1.json"))).toBe(false);
  expect(
    may({ service: "logging.googleapis.com", type: "logging.googleapis.com/LogBucket", name: "projects/p/x" }),
  ).toBe(true);
});

describe("what is not understood is refused", () => {
  const a = 'resource.name == "a"';
  test.each([
    ["", "unexpected end"],
    ['resource.name.matches("a")', "no function matches"],
    ["resource.labels", "no attribute labels"],
    [`${a} &`, "not understood"],
    [`(${a}`, ") expected"],
    [`${a} ${a}`, "unexpected resource"],
    [
      Array(MOST_OPERATORS + 2)
        .fill(a)
        .join(" && "),
      "13 logical operators",
    ],
  ])("%s", (text, says) => {
    expect(() => readCondition(text)).toThrow(says);
  });

  test("nor is a text a truth", () => {
    expect(() => readCondition("resource.name")({ service, type: "", name: "a" })).toThrow("neither true nor false");
  });
});
