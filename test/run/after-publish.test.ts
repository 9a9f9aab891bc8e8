import { describe, expect, test } from "@jest/globals";
import { CheckRecordSchema, listPendingChecks, readChecks } from "../../lakehouse/ledger/checks.ts";
import type { Row } from "../../lakehouse/ports.ts";
import { Denied, Unavailable } from "../../lakehouse/ports.ts";
import { checkPublications, checkPublished } from "../../lakehouse/run/after-publish.ts";
import { asks, openLog, planAsking, touching } from "./checked-log.ts";

// What is asked in the warehouse after a publication, by whom, and how often.

const share = { operator: "mustBeLessThan", values: [0.5], unit: "percent" } as const;
const fail = (message: string) => new Error(message);

async function resultOf(answer: Row[] | number | boolean | string | null | Error, more = {}) {
  const log = openLog();
  log.answers.it = answer;
  const plan = planAsking([asks("it", more)]);
  const { results } = await checkPublished(log.tools, plan, await log.publish(plan, 1));
  return results[0];
}

describe("what a check gave", () => {
  test.each([
    ["a number as it must be", 0, {}, "passed", 0],
    ["another number", 3, {}, "failed", 3],
    ["of severity warning", 3, { severity: "warning" }, "warned", 3],
    ["true", true, { threshold: { operator: "mustBe", values: [1], unit: "rows" } }, "passed", 1],
    ["false", false, { threshold: { operator: "mustBe", values: [1], unit: "rows" } }, "failed", 0],
    ["a decimal, as text", "0.4999", { threshold: share }, "passed", 0.4999],
    ["a share that is just too great", "0.5", { threshold: share }, "failed", 0.5],
    ["a whole number beyond 2^53, as text", String(2n ** 60n), {}, "failed", 2 ** 60],
    ["NULL", null, {}, "not run", null],
    ["a word", "many", {}, "crashed", null],
    ["nothing at all, as text", "", {}, "crashed", null],
    ["no row", [], {}, "crashed", null],
    ["two rows", [{ n: 0 }, { n: 0 }], {}, "crashed", null],
    ["two columns", [{ n: 0, m: 0 }], {}, "crashed", null],
    ["a number without end", Number.POSITIVE_INFINITY, {}, "crashed", null],
    ["a failing query", fail('Binder Error: Referenced column "x" not found'), {}, "crashed", null],
  ] as const)("%s", async (_, answer, more, outcome, measured) => {
    const result = await resultOf(answer as never, more);
    expect([result?.outcome, result?.measured]).toEqual([outcome, measured]);
    expect(result?.note === null).toBe(measured !== null);
  });

  test("a check without a text for this warehouse is not run, and asks nothing", async () => {
    const log = openLog("bigquery");
    const plan = planAsking([asks("it", { statement: null })]);
    const record = await checkPublished(log.tools, plan, await log.publish(plan, 1));
    expect(record.results).toMatchObject([
      { outcome: "not run", measured: null, query: null, note: "there is no text of this check for BigQuery" },
    ]);
    expect(log.asked).toEqual([]);
  });

  test.each([
    ['Conversion Error: Could not convert string "Anna" to INT32', "the query failed: Conversion Error"],
    ["Out of Range Error: Overflow in 4711 * 4712", "the query failed: Out of Range Error"],
    ["Bad double value: Anna", "the query failed"],
    ["Anna has no number", "the query failed"],
    [
      'Binder Error: column "secret" not found, 5 candidates',
      "the query failed: Binder Error: column … not found, 5 candidates",
    ],
    ["Unrecognized name: counted_on at [1:44]", "the query failed: Unrecognized name: counted_on at [1:44]"],
    [
      "Not found: Table acme:prod.flights was not found\nLocation: EU",
      "the query failed: Not found: Table acme:prod.flights was not found",
    ],
  ])("no value of a row is in the reason: %s", async (message, note) => {
    expect((await resultOf(fail(message)))?.note).toBe(note);
  });
});

describe("what is looked at", () => {
  const days = { append: [["20010131", "20010201"]], merge: ["20010203"], replace: [], formerDrops: [] };
  const replaced = { append: [], merge: [], replace: ["20010131"], formerDrops: ["a"] };
  const whole = { append: [], merge: [], replace: ["*"], formerDrops: [] };
  const range = (from: string, to: string) =>
    `t."departed_at" BETWEEN TIMESTAMP '${from} 00:00:00' AND TIMESTAMP '${to} 23:59:59.999999'`;

  test.each([
    [
      "appended and merged",
      days,
      `(${range("2001-01-31", "2001-02-03")} AND ((${range("2001-01-31", "2001-02-01")}) OR (${range("2001-02-03", "2001-02-03")})))`,
    ],
    ["replaced", replaced, `(${range("2001-01-31", "2001-01-31")})`],
    ["all", whole, `(${range("0001-01-01", "9999-12-31")})`],
  ])("the partitions that were %s", async (_, decision, where) => {
    const log = openLog();
    const plan = planAsking([asks("it")]);
    const record = await checkPublished(log.tools, plan, await log.publish(plan, 1, { decision }));
    const query = `SELECT it FROM (SELECT * FROM "local_consumption"."flights" AS t WHERE ${where})`;
    expect(log.asked).toEqual([query]);
    expect(record.results[0]?.query).toBe(query);
    expect(CheckRecordSchema.parse(record)).toEqual(record);
  });

  test("in the warehouse's own dialect", async () => {
    const log = openLog("bigquery");
    const plan = planAsking([asks("it")]);
    await checkPublished(log.tools, plan, await log.publish(plan, 1));
    expect(log.asked).toEqual([
      "SELECT it FROM (SELECT * FROM `acme.local_consumption.flights` AS t WHERE (t.`departed_at` BETWEEN DATETIME '2001-01-31 00:00:00' AND DATETIME '2001-01-31 23:59:59.999999'))",
    ]);
  });
});

describe("once", () => {
  test("whoever comes later adopts what was found, whatever the table holds by then", async () => {
    const log = openLog();
    const plan = planAsking([asks("it")]);
    const publication = await log.publish(plan, 1);
    const first = await checkPublished(log.tools, plan, publication);
    log.answers.it = 9;
    expect(await checkPublished(log.tools, plan, publication)).toEqual(first);
    expect(log.asked).toHaveLength(1);
  });

  test("of twenty at once one record counts, and all of them see it", async () => {
    const log = openLog();
    const plan = planAsking([asks("it")]);
    const publication = await log.publish(plan, 1);
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, at) => {
        const warehouse = { ...log.warehouse, query: async () => [{ n: at }] };
        return checkPublished({ ...log.tools, warehouse }, plan, publication);
      }),
    );
    expect(new Set(found.map((record) => JSON.stringify(record))).size).toBe(1);
  });

  test.each([Denied, Unavailable])(
    "what says that nothing was asked is thrown, and nothing is recorded (%p)",
    async (Failure) => {
      const log = openLog();
      const plan = planAsking([asks("first"), asks("second")]);
      await log.publish(plan, 1);
      log.answers.second = new Failure("not now");
      await expect(checkPublications(log.tools, plan)).rejects.toBeInstanceOf(Failure);
      expect(await readChecks(log.objects, "flights", 1)).toBeNull();
      expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
      log.answers.second = 0;
      expect((await checkPublications(log.tools, plan)).map(({ publication }) => publication)).toEqual([1]);
    },
  );
});

describe("which publications", () => {
  const plan = planAsking([asks("it")]);
  const silent = planAsking([]);
  const numbers = (records: readonly { publication: number }[]) => records.map(({ publication }) => publication);

  test("each that is done and touched something, by its own plan, oldest first", async () => {
    const log = openLog();
    const other = planAsking([asks("it"), asks("more")]);
    await log.publish(plan, 1);
    await log.publish(plan, 2, { state: "ABORTED", decision: null });
    await log.publish(plan, 3, { decision: { append: [], merge: [], replace: [], formerDrops: [] } });
    await log.publish(silent, 4);
    await log.publish(other, 5, { decision: touching("20010201") });
    await log.publish(plan, 6, { state: "PLANNED" });
    expect(numbers(await checkPublications(log.tools, other))).toEqual([1, 5]);
    expect(log.asked).toHaveLength(3);
    expect(await checkPublications(log.tools, other)).toEqual([]);
    expect(log.asked).toHaveLength(3);
  });

  test("none, and no call, where the contract asks nothing", async () => {
    const log = openLog();
    await log.publish(silent, 1);
    const calls: string[] = [];
    const tools = log.toolsWith({ before: (op) => void calls.push(op) });
    expect(await checkPublications(tools, silent)).toEqual([]);
    expect(calls).toEqual([]);
  });

  test("a long log is read whole once, also where it has nothing to ask", async () => {
    const log = openLog();
    for (let number = 1; number <= 130; number += 1) await log.publish(silent, number);
    const calls: string[] = [];
    const tools = log.toolsWith({ before: (op, name) => void calls.push(`${op} ${name}`) });
    expect(await checkPublications(tools, plan)).toEqual([]);
    expect(calls.length).toBeGreaterThan(130);
    calls.length = 0;
    expect(await checkPublications(tools, plan)).toEqual([]);
    expect(calls.length).toBeLessThan(6);
    await log.publish(plan, 131);
    calls.length = 0;
    expect(numbers(await checkPublications(tools, plan))).toEqual([131]);
    expect(calls.length).toBeLessThan(16);
  });

  test("a record far behind is found all the same", async () => {
    const log = openLog();
    await log.publish(plan, 1);
    await checkPublications(log.tools, plan);
    for (let number = 2; number <= 120; number += 1) await log.publish(silent, number);
    await log.publish(plan, 121);
    expect(numbers(await checkPublications(log.tools, plan))).toEqual([121]);
  });

  test("what is to be told is marked", async () => {
    const log = openLog();
    for (const [number, answer] of [0, 1, 1, 0, 0].entries()) {
      log.answers.it = answer;
      await log.publish(plan, number + 1);
      await checkPublications(log.tools, plan);
    }
    expect(await listPendingChecks(log.objects, "flights")).toEqual([2, 3]);
  });

  test("a check that only informs is recorded and not told", async () => {
    const log = openLog();
    log.answers.it = 1;
    const informing = planAsking([asks("it", { severity: "info" })]);
    await log.publish(informing, 1);
    expect((await checkPublications(log.tools, informing))[0]?.results[0]?.outcome).toBe("warned");
    expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
  });

  test.each(["before", "after"] as const)(
    "whoever dies %s any call, the next one goes on, and nothing is lost",
    async (when) => {
      for (let nth = 1; ; nth += 1) {
        const log = openLog();
        for (const number of [1, 2, 3]) await log.publish(plan, number);
        log.answers.it = 1;
        let calls = 0;
        const step = (at: "before" | "after") => () => {
          if (at === "before") calls += 1;
          if (calls > nth || (calls === nth && at === when)) throw new Error("died");
        };
        const dying = log.toolsWith({ before: step("before"), after: step("after") });
        await checkPublications(dying, plan).catch(() => undefined);
        if (calls < nth) break;
        await checkPublications(log.tools, plan);
        const records = await Promise.all([1, 2, 3].map((number) => readChecks(log.objects, "flights", number)));
        expect({ nth, outcomes: records.map((record) => record?.results[0]?.outcome) }).toEqual({
          nth,
          outcomes: ["failed", "failed", "failed"],
        });
        expect(await listPendingChecks(log.objects, "flights")).toEqual([1, 2, 3]);
        // One that was asked before its record was lost is asked again; no other is.
        expect(log.asked.length).toBeLessThanOrEqual(4);
      }
    },
  );
});
