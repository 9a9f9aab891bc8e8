import { chance } from "./random.ts";

/** How long a call is tried before it is said that the service does not answer. */
export interface Patience {
  readonly attempts: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly firstWaitMs: number;
  /** Of one attempt, until all of the answer is there. */
  readonly timeoutMs: number;
}

/** Four minutes in all where nothing answers: a function that publishes may run for nine. */
export const PATIENCE: Patience = { attempts: 4, firstWaitMs: 500, timeoutMs: 60_000 };

/** What happened may be over in a moment. */
export class Passing extends Error {
  override readonly name = "Passing";
}

/** Again after each `Passing`, and then `givenUp`. Whoever else was thrown at the same moment comes again at another. */
export async function patiently<T>(
  { attempts, firstWaitMs }: Patience,
  sleep: (milliseconds: number) => Promise<void>,
  attempt: () => Promise<T>,
  givenUp: (last: Passing) => Error,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (tried >= attempts) throw givenUp(error);
    }
    await sleep(firstWaitMs * 2 ** (tried - 1) * (0.5 + chance()));
  }
}
