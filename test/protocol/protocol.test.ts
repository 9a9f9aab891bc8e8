// The protocol of the ledger under every interleaving that chance can think of: the real code of lakehouse/ledger,
// publish and run over ports in memory, one call at a time. What must hold is judged at every change, and at rest.
import { expect, test } from "@jest/globals";
import { Random } from "../property/random.ts";
import { runSeed } from "./run.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import type { Scenario } from "./scenarios/scenario.ts";

const RUNS = Number(process.env.RUNS ?? 2_000);
const SEED = Number(process.env.SEED ?? 20_261_121);
const EACH = Math.ceil(RUNS / SCENARIOS.length);
/** Fewer say nothing of how often something comes about. */
const TELLING = 50;

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  "%s",
  async (_name, scenario) => {
    let occurred = 0;
    for (let seed = SEED; seed < SEED + EACH; seed += 1) occurred += (await cameAbout(scenario, seed)) ? 1 : 0;
    if (EACH >= TELLING) expect(occurred / EACH).toBeGreaterThanOrEqual(scenario.often);
  },
  600_000 + RUNS * 100,
);

async function cameAbout(scenario: Scenario, seed: number): Promise<boolean> {
  try {
    return scenario.occurred(await runSeed(seed, scenario.setup(new Random(seed))));
  } catch (error) {
    const again = `SEED=${seed} RUNS=1 npm test -- test/protocol/protocol.test.ts -t '${scenario.name}'`;
    throw new Error(`${again}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
