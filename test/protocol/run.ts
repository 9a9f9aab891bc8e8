import { startActors } from "./actors/start.ts";
import { dropProblems } from "./final/drops.ts";
import { duplicateProblems } from "./final/duplicates.ts";
import { factProblems } from "./final/facts.ts";
import { finish } from "./final/finish.ts";
import { ledgerProblems } from "./final/ledger.ts";
import { rowProblems } from "./final/rows.ts";
import { verdictProblems } from "./final/verdicts.ts";
import type { Setup } from "./setup.ts";
import { describeTrace, Failure } from "./trace.ts";
import { type Mutate, World } from "./world.ts";

/** One run, from nothing to rest. Throws `Failure` with the trace if something does not hold. */
export async function runSeed(seed: number, setup: Setup, mutate?: Mutate): Promise<World> {
  const world = new World(seed, setup, mutate);
  try {
    startActors(world);
    await world.scheduler.run();
    await finish(world);
    const late = [...(await ledgerProblems(world)), ...(await factProblems(world))];
    const problems = [
      ...dropProblems(world),
      ...verdictProblems(world),
      ...rowProblems(world),
      ...duplicateProblems(world),
      ...late,
    ];
    if (problems.length > 0) throw new Failure("at rest", problems.join("\n"));
    world.scheduler.throwFailure();
    return world;
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure("the test itself fails", error);
    failure.message = `${failure.message}\n\n${describeTrace(world.scheduler.trace)}`;
    throw failure;
  }
}
