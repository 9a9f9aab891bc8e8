import type { Random } from "../../property/random.ts";

/** Lets one worker at a time take one step; who is never chosen again is dead. */
export class Turns {
  readonly #random: Random;
  readonly #waiting = new Map<number, () => void>();
  #arrived = () => {};
  #steps = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** How many steps were taken by all. */
  get now(): number {
    return this.#steps;
  }

  /** Waits until worker `id` may take its next step. */
  take(id: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.set(id, go);
      this.#arrived();
    });
  }

  /** Runs all workers to their end. `stay`: how likely the one who had the turn keeps it; `death`: per step. */
  async run(workers: readonly ((id: number) => Promise<void>)[], stay: number, death: number): Promise<void> {
    for (const [id, worker] of workers.entries()) {
      await this.#untilArrival(() => {
        void worker(id).then(
          () => this.#arrived(),
          (error) => this.#fail(error),
        );
      });
    }
    let last = -1;
    while (this.#waiting.size > 0) {
      const keep = this.#waiting.has(last) && this.#random.next() < stay;
      last = keep ? last : this.#random.pick([...this.#waiting.keys()]);
      const go = this.#waiting.get(last);
      this.#waiting.delete(last);
      if (this.#random.next() < death) continue;
      this.#steps += 1;
      if (go) await this.#untilArrival(go);
    }
    if (this.#failure) throw this.#failure;
  }

  #failure: unknown = null;

  #fail(error: unknown): void {
    this.#failure = error;
    this.#arrived();
  }

  #untilArrival(start: () => void): Promise<void> {
    return new Promise((arrived) => {
      this.#arrived = arrived;
      start();
    });
  }
}
