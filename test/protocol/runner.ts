import { join } from "node:path";
import { Worker } from "node:worker_threads";

export interface Order {
  /** Beginning of its name. */
  readonly scenario: string;
  /** Of the mutation that breaks it; null: nothing is broken. */
  readonly rule: string | null;
  readonly seed: number;
  readonly runs: number;
}

export interface Tried {
  /** Runs in which the scenario came about. */
  readonly occurred: number;
  /** The first seed that failed. */
  readonly failure: { readonly seed: number; readonly message: string } | null;
}

export interface Runner {
  run(order: Order): Promise<Tried>;
  close(): Promise<void>;
}

/** Runs seeds outside of jest's sandbox, in order. */
export function openRunner(): Runner {
  const worker = new Worker(join(import.meta.dirname, "thread.ts"));
  const waiting = new Map<number, { done(tried: Tried): void; fail(error: Error): void }>();
  worker.on("message", ({ id, tried }: { readonly id: number; readonly tried: Tried }) => {
    waiting.get(id)?.done(tried);
    waiting.delete(id);
  });
  let broken: Error | null = null;
  worker.on("error", (error: Error) => {
    broken = error; // also of those that are asked for later
    for (const { fail } of waiting.values()) fail(error);
  });
  let last = 0;
  return {
    run(order) {
      if (broken) return Promise.reject(broken);
      last += 1;
      const id = last;
      return new Promise((done, fail) => {
        waiting.set(id, { done, fail });
        worker.postMessage({ id, order });
      });
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
