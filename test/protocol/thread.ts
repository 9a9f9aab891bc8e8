// Runs seeds in a thread of its own: inside jest's sandbox every global is looked up the slow way.
import { parentPort } from "node:worker_threads";
import { Random } from "../property/random.ts";
import { MUTATIONS } from "./mutations/all.ts";
import { runSeed } from "./run.ts";
import type { Order, Tried } from "./runner.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { Failure } from "./trace.ts";

/** Seeds one after another, until one fails. */
async function carryOut({ scenario: name, rule, seed: first, runs }: Order): Promise<Tried> {
  const scenario = SCENARIOS.find((one) => one.name.startsWith(name));
  const mutation = MUTATIONS.find((one) => one.rule === rule);
  if (!scenario || (rule !== null && !mutation)) throw new Error(`no scenario ${name}, or no rule ${rule}`);
  let occurred = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    try {
      const world = await runSeed(seed, scenario.setup(new Random(seed)), mutation?.mutate);
      occurred += scenario.occurred(world) ? 1 : 0;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { occurred, failure: { seed, message: error.message } };
    }
  }
  return { occurred, failure: null };
}

// Errors that are no fault (a lost race, an object that is not there) come by the hundred, and their stacks cost time.
Error.stackTraceLimit = 2;

parentPort?.on("message", async ({ id, order }: { readonly id: number; readonly order: Order }) => {
  parentPort?.postMessage({ id, tried: await carryOut(order) });
});
