// Each right of the table: a day of everything needs it, or it stands in a list of those that no test shows, with why.
// Then some are taken away, and the day does not come to its end.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { ROWS } from "../../lakehouse/plan/cloud/rights.ts";
import type { Trigger } from "../../lakehouse/plan/cloud/trigger.ts";
import { functionNames } from "../../scripts/functions/processes.ts";
import type { Question } from "../fakes/cloud.ts";
import { sampleOf } from "../sample.ts";
import { type Chain, openChain } from "./cloud/chain.ts";
import { Lines } from "./cloud/lines.ts";
import { settle } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";
import { neededFor, rowName, without } from "./rights/needed.ts";
import { NOT_EXERCISED } from "./rights/not-exercised.ts";
import { playDay, SALES, type Told } from "./rights/story.ts";

const DAY = "2026-03-01";
const lines = new Lines();
const asked: Question[] = [];
let chain: Chain;
let whole: Told;

beforeAll(async () => {
  const contracts = "test/functions/rights/contracts";
  chain = await openChain({ contracts, functions: functionNames(), onLine: lines.onLine });
  chain.cloud.hear((question) => void asked.push(question));
  whole = await playDay(chain, DAY);
  chain.cloud.hear(null);
}, 120_000);
afterAll(() => chain.close());

describe("a day of everything", () => {
  test("comes to its end, and nobody is refused anything", async () => {
    expect(whole).toMatchObject({ unheard: [], refused: [], left: [] });
    expect(Object.values(whole.states)).toEqual(Array(6).fill(["COMMITTED"]));
    expect(whole.mails).toBeGreaterThan(0);
    expect(await chain.salesOf(DAY)).toBe(SALES);
    expect(await rowsOf(chain, "visit_days", `day = DATE '${DAY}'`)).toHaveLength(1);
    expect(lines.said.filter(({ severity }) => severity === "ERROR" || severity === "CRITICAL")).toEqual([]);
  });

  test("every function has its part in it", () => {
    expect([...new Set(lines.said.map((line) => line.function))].sort()).toEqual(functionNames());
  });

  test("each right is needed for it, or is known not to be", () => {
    const needed = neededFor(chain.cloud.environment, asked).map(rowName);
    const names = ROWS.map(rowName);
    expect(names.filter((name) => !needed.includes(name))).toEqual(names.filter((name) => name in NOT_EXERCISED));
    expect(Object.keys(NOT_EXERCISED).filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("without a right", () => {
  const exercised = ROWS.filter((row) => !(rowName(row) in NOT_EXERCISED));
  let days = 0;
  beforeEach(async () => {
    await settle(chain);
    lines.take();
  });

  test.each(sampleOf(exercised, 3).map((row) => [rowName(row), row] as const))(
    "#61 %s: it is said, or the day does not come to its end",
    async (_, row) => {
      days += 1;
      chain.cloud.grant(without(row));
      // Who has read the key knows it.
      if (row.on === "secret") await chain.replace("deliver-mail");
      const told = await playDay(chain, new Date(Date.parse(DAY) + days * 86_400_000).toISOString().slice(0, 10));
      const denied = deniedTo();
      chain.cloud.grant({});
      expect([...denied, ...differences(told)]).not.toEqual([]);
      expect(denied.filter((account) => account !== row.who)).toEqual([]);
    },
  );
});

/** Accounts whose functions said that they lack a right. */
function deniedTo(): Trigger["account"][] {
  const denied = lines.take().filter(({ event }) => event === "config.denied");
  return [...new Set(denied.map((line) => chain.function(line.function).trigger.account))];
}

function differences({ states, unheard, refused, left, mails }: Told): string[] {
  return [
    ...Object.entries(states).flatMap(([name, state]) =>
      state.join() === whole.states[name]?.join() ? [] : [`${name} is ${state.join() || "unknown"}`],
    ),
    ...unheard.map((name) => `nobody has heard of ${name}`),
    ...refused,
    ...left,
    ...(mails < whole.mails ? ["mails are missing"] : []),
  ];
}
