// Random contracts against random rows: the engine and the naive model must say the same of every row.
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { caseArb } from "./arbitrary/contracts.ts";
import { engineSays, naiveSays } from "./compare.ts";
import { Gate } from "./gate.ts";
import { describeCase } from "./show.ts";

const RUNS = Number(process.env.RUNS ?? 60);
const SEED = Number(process.env.SEED ?? 20_261_120);

const gate = new Gate();
afterAll(() => gate.close());

test("every row of a random drop gets the verdict that the naive model gives it", async () => {
  const property = fc.asyncProperty(caseArb, async (given) => {
    expect(await engineSays(gate, given, join(gate.folder, "drop.parquet"))).toEqual(naiveSays(given));
  });
  const details = await fc.check(property, {
    numRuns: RUNS,
    seed: SEED,
    interruptAfterTimeLimit: 60_000 + RUNS * 500,
    markInterruptAsFailure: true,
  });
  if (!details.failed) return expect(details.numRuns).toBe(RUNS);
  if (!details.counterexample)
    throw new Error(`SEED=${details.seed}: stopped after ${details.numRuns} of ${RUNS} runs`);
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  throw new Error(
    `SEED=${details.seed} RUNS=${details.numRuns}, after ${details.numShrinks} shrinks:\n${describeCase(details.counterexample[0])}\n${error}`,
  );
}, 600_000);
