// Each rule of the protocol is broken in turn: the scenarios must find out, or they would prove nothing.
import { afterAll, expect, test } from "@jest/globals";
import { MUTATIONS } from "./mutations/all.ts";
import { openRunner } from "./runner.ts";

const MOST_SEEDS = 300;

const runner = openRunner();
afterAll(() => runner.close());

test.each(MUTATIONS.map(({ rule, scenario, from = 0 }) => [rule, scenario, from] as const))(
  "without this rule something is found: %s",
  async (rule, scenario, from) => {
    const { failure } = await runner.run({ scenario, rule, seed: from, runs: MOST_SEEDS });
    expect(failure?.message).toEqual(expect.any(String));
    expect(failure?.message).not.toMatch(/the test itself fails/);
  },
  120_000,
);
