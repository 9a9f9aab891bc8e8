// People decide about an environment's drops: in their own name, each decision once, everything wrong told at once.
import { beforeEach, describe, expect, test } from "@jest/globals";
import decide from "../../functions/decide.ts";
import publish from "../../functions/publish.ts";
import type { Work } from "../../functions/work.ts";
import type { Entry } from "../../lakehouse/ledger/entry.ts";
import { Unavailable } from "../../lakehouse/ports.ts";
import { type DecisionAnswer, DecisionAnswerSchema, HeldAnswerSchema } from "../../lakehouse/run/decision/answer.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import type { Content } from "../protocol/content.ts";
import { Bench, nudge, published } from "./bench.ts";
import { ANN, call, callAs } from "./call.ts";

let bench: Bench;
let work: Work;
beforeEach(() => {
  bench = new Bench();
  work = bench.as("split");
});

const DAY = "2026-03-10";
const thing = (id: number, v: number) => ({ id, day: DAY, v, seq: 1 });

async function arrive(name: string, things: Content["things"], plan = bench.lake.plans.second): Promise<Entry> {
  const content = { things, refusedBelow: 0, poisonBelow: 0, note: name };
  const arrival = await bench.drop(`things/dt=${DAY}/${name}.parquet`, content);
  return (await processDrop(work.tools, plan, arrival)).entry.value;
}

/** Its circuit breaker trips. */
const arriveHeld = (name: string) => arrive(name, [thing(1, -50), thing(2, -50)]);

const ask = (json: object, by = ANN) => callAs(by, decide, work, { json });

async function decided(json: object, by = ANN): Promise<DecisionAnswer & { status: number }> {
  const { status, body } = await ask(json, by);
  return { status, ...DecisionAnswerSchema.parse(body) };
}

const refusals = async (json: object) => {
  const { status, body } = await ask(json);
  return { status, messages: (body as { problems: { message: string }[] }).problems.map(({ message }) => message) };
};

describe("what waits", () => {
  test("is listed, of all datasets or of one", async () => {
    const { drop } = await arriveHeld("a");
    await arrive("b", [thing(1, 1)]);
    for (const query of [{}, { dataset: "things" }]) {
      const { status, body } = await callAs(ANN, decide, work, { method: "GET", query });
      const { held, leftOut } = HeldAnswerSchema.parse(body);
      expect([status, held.map(({ entry }) => entry.drop.key), leftOut]).toEqual([200, [drop.key], []]);
    }
    expect(await callAs(ANN, decide, work, { method: "GET", query: { dataset: "thongs" } })).toMatchObject({
      status: 400,
      body: { problems: [{ message: "the ledger has no dataset 'thongs'" }] },
    });
  });
});

describe("a decision", () => {
  test("to accept splits again, names who decided, and lets the publisher know", async () => {
    const { drop } = await arriveHeld("a");
    const answer = await decided({ action: "accept", drops: [drop.key.slice(0, 8)] });
    expect(answer).toMatchObject({
      status: 200,
      by: ANN,
      drops: [{ entry: { state: "READY", round: 2 }, report: { verdict: "ready with warnings" }, overtaken: false }],
    });
    expect(answer.drops[0]?.entry.history.find(({ by }) => by !== null)).toMatchObject({ by: ANN, round: 2 });
    expect(answer.drops[0]?.report?.rules.flatMap(({ samples, causes }) => [...samples, ...causes])).toEqual([]);
    expect(bench.nudges).toEqual([["publish", "things"]]);
  });

  test("to reject ends it with its note; a replay brings it back", async () => {
    await arriveHeld("a");
    const rejected = await decided({ action: "reject", allOf: "things", note: "test data" });
    expect(rejected.drops).toMatchObject([
      { entry: { state: "REJECTED", reason: { message: expect.stringContaining("test data") } } },
    ]);
    expect(bench.nudges).toEqual([["publish", "things"]]);
    const replayed = await decided({ action: "replay", drops: ["a.parquet"] }, "bob@example.com");
    expect(replayed.drops).toMatchObject([{ entry: { state: "HELD", round: 2 } }]);
    expect(replayed.drops[0]?.entry.history.at(-2)).toMatchObject({ by: "bob@example.com" });
  });

  test("to replay brings quarantined rows in by the plan that is deployed now", async () => {
    const { first } = bench.lake.plans;
    const { drop } = await arrive(
      "a",
      [1, 2, 3, -5].map((v, id) => thing(id, v)),
      first,
    );
    await publishDataset(bench.as("publish").tools, first);
    const answer = await decided({ action: "replay", drops: [drop.key] });
    expect(answer.drops).toMatchObject([{ entry: { state: "READY", origin: { key: drop.key } } }]);
    await publishDataset(bench.as("publish").tools, first);
    expect(bench.lake.rows()).toBe(4);
    expect(await refusals({ action: "replay", drops: [drop.key] })).toEqual({
      status: 400,
      messages: [expect.stringContaining("has no row in quarantine")],
    });
  });

  test("is the first one's: who comes second hears whose it was", async () => {
    const { drop } = await arriveHeld("a");
    const both = await Promise.all([
      ask({ action: "accept", drops: [drop.key] }, "bob@example.com"),
      ask({ action: "reject", drops: [drop.key] }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = both.find(({ status }) => status === 409)?.body as DecisionAnswer;
    expect(late.drops).toMatchObject([{ overtaken: true }]);
    expect(late.drops[0]?.entry.history.some(({ by }) => by !== null && by !== late.by)).toBe(true);
  });

  test("about one drop that fails is no other's fault", async () => {
    const [a, b] = [await arriveHeld("a"), await arriveHeld("b")];
    const { objects } = work.tools;
    const stat: typeof objects.stat = (name, ...given) =>
      name.startsWith("raw/") && name.includes(a.drop.key)
        ? Promise.reject(new Unavailable("away"))
        : objects.stat(name, ...given);
    work = { ...work, tools: { ...work.tools, objects: { ...objects, stat } } };
    const { status, drops } = await decided({ action: "accept", drops: [a.drop.key, b.drop.key] });
    expect([status, drops.map(({ entry, fault }) => [entry.state, entry.round, fault])]).toEqual([
      200,
      [
        ["CLAIMED", 2, "away"],
        ["READY", 2, null],
      ],
    ]);
    expect(bench.troubles().at(-1)).toMatchObject({ event: "service.unavailable", key: a.drop.key });
  });

  test("for which there is no time is left undone, and said so", async () => {
    const { drop } = await arriveHeld("a");
    work = { ...work, time: { leftSeconds: () => 0 } };
    expect(await decided({ action: "accept", drops: [drop.key] })).toMatchObject({
      drops: [{ left: true, entry: { state: "HELD", round: 1 } }],
    });
  });
});

describe("nothing is done", () => {
  test("where anything is wrong, all of which is told", async () => {
    const held = await arriveHeld("a");
    const ready = await arrive("b", [thing(1, 1)]);
    expect(await refusals({ action: "accept", drops: [held.drop.key, ready.drop.key, "none.parquet"] })).toEqual({
      status: 400,
      messages: [
        expect.stringContaining("is READY; only drops that are HELD can be accepted"),
        "no drop in the lake fits 'none.parquet'",
      ],
    });
    expect(await refusals({ action: "accept", allOf: "thongs" })).toMatchObject({ status: 400 });
    const { body } = await callAs(ANN, decide, work, { method: "GET" });
    expect(HeldAnswerSchema.parse(body).held).toHaveLength(1);
    expect(bench.nudges).toEqual([]);
  });

  test.each<[json: unknown, messages: string[]]>([
    [{ action: "accept" }, ["no drop is named: give `drops`, or `allOf` with a dataset"]],
    [
      { action: "accept", drops: ["abcd"], allOf: "things", note: "n", backfill: true },
      [
        "`drops` and `allOf` are both given: leave one out",
        "`note` says why a drop is rejected, and this is accept",
        "`backfill` is for replays, and this is accept",
      ],
    ],
    [{ action: "delete", drops: ["abcd"] }, ['action: Invalid option: expected one of "accept"|"reject"|"replay"']],
    [{ action: "accept", drops: [""] }, ["drops.0: Too small: expected string to have >=1 characters"]],
    [{ action: "accept", drops: Array.from({ length: 101 }, () => "abcd") }, ["drops: at most 100 at a time"]],
    [{ action: "accept", drops: ["abcd"], by: "eve@example.com" }, ['Unrecognized key: "by"']],
    [undefined, ["Invalid input: expected object, received undefined"]],
    [{ action: "resume" }, ["dataset: Invalid input: expected string, received undefined"]],
    [{ action: "resume", dataset: "thongs" }, ["the ledger has no dataset 'thongs'"]],
  ])("of %j", async (json, messages) => {
    const { status, body } = await callAs(ANN, decide, work, { json });
    expect([status, (body as { problems: { message: string }[] }).problems.map(({ message }) => message)]).toEqual([
      400,
      messages,
    ]);
  });

  test("for nobody, whatever is asked", async () => {
    await arriveHeld("a");
    for (const asked of [{ method: "GET" }, { json: { action: "accept", allOf: "things" } }]) {
      expect(await call(decide, work, asked)).toMatchObject({
        status: 401,
        body: { problems: [{ rule: "no-identity" }] },
      });
    }
    expect(await callAs(ANN, decide, work, { method: "DELETE" })).toMatchObject({ status: 405 });
  });
});

describe("a publication that is stuck", () => {
  test("goes on, in the publisher's hands", async () => {
    await arrive("a", [thing(1, 1)]);
    const { tools } = bench.as("publish");
    const { warehouse } = tools;
    const job: typeof warehouse.job = async (id) => {
      const known = await warehouse.job(id);
      return known && { ...known, labels: { ...known.labels, sluice_meaning: "other" } };
    };
    await publishDataset({ ...tools, warehouse: { ...warehouse, job } }, bench.lake.plans.second);
    expect(await ask({ action: "resume", dataset: "things" })).toEqual({
      status: 200,
      body: { format: "sluice/resumed/1", by: ANN, dataset: "things", number: 1, goesOn: false },
    });
    const [[, , resume] = []] = bench.nudges;
    expect(bench.nudges).toEqual([["publish", "things", { number: 1, generation: expect.stringMatching(/^\d+$/) }]]);
    const hearPublisher = () => bench.call(publish, "publish", published("publish", nudge("things", resume)));
    await hearPublisher();
    await hearPublisher();
    expect(bench.lines.filter(({ reason }) => reason === "NOTHING_TO_RESUME")).toHaveLength(1);
    expect(bench.lake.rows()).toBe(1);
    expect(await refusals({ action: "resume", dataset: "things" })).toEqual({
      status: 409,
      messages: ["no publication of things is stuck"],
    });
  });
});
