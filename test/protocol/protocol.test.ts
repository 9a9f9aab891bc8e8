// The protocol of the ledger under every interleaving that chance can think of: the real code of lakehouse/ledger,
// publish and run over ports in memory, one call at a time. What must hold is judged at every change, and at rest.
import { afterAll, expect, test } from "@jest/globals";
import { openRunner } from "./runner.ts";
import { SCENARIOS } from "./scenarios/all.ts";

const RUNS = Number(process.env.RUNS ?? 2_000);
const SEED = Number(process.env.SEED ?? 20_261_121);
const EACH = Math.ceil(RUNS / SCENARIOS.length);
/** Runs that a scenario may come about in less often than it should, by chance alone. */
const slackOf = (wanted: number) => 3 * Math.sqrt(wanted);

const runner = openRunner();
afterAll(() => runner.close());

test.each(SCENARIOS.map(({ name, often }) => [name, often] as const))(
  "%s",
  async (name, often) => {
    const { occurred, failure } = await runner.run({ scenario: name, rule: null, seed: SEED, runs: EACH });
    if (failure) {
      const again = `SEED=${failure.seed} RUNS=1 npm test -- test/protocol/protocol.test.ts -t '${name}'`;
      throw new Error(`${again}\n${failure.message}`);
    }
    expect(occurred).toBeGreaterThanOrEqual(often * EACH - slackOf(often * EACH));
  },
  600_000 + RUNS * 100,
);
