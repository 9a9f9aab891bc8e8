// Each rule of the protocol is broken in turn: the scenarios must find out, or they would prove nothing.
import { expect, test } from "@jest/globals";
import { Random } from "../property/random.ts";
import { MUTATIONS } from "./mutations/all.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { runSeed } from "./run.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { Failure } from "./trace.ts";

const MOST_SEEDS = 300;

test.each(MUTATIONS.map((mutation) => [mutation.rule, mutation] as const))(
  "without this rule something is found: %s",
  async (_rule, mutation) => {
    expect(await firstFailure(mutation)).toBeLessThan(MOST_SEEDS);
  },
  120_000,
);

/** How many seeds it takes. */
async function firstFailure({ scenario, mutate }: Mutation): Promise<number> {
  const found = SCENARIOS.find(({ name }) => name.startsWith(scenario));
  if (!found) throw new Error(`no scenario ${scenario}`);
  for (let seed = 0; seed < MOST_SEEDS; seed += 1) {
    try {
      await runSeed(seed, found.setup(new Random(seed)), mutate);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return seed;
    }
  }
  return MOST_SEEDS;
}
