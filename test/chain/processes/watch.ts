import { AsyncLocalStorage } from "node:async_hooks";

/** One call on a port, as this process made it. */
export interface Step {
  /** What it does, without anything that differs between two runs of one story: `entry READY`. */
  readonly kind: string;
  /** To what: `visits clean.parquet of 2026-03-10`. */
  readonly subject: string;
  /** Which of the calls of this kind and subject in this process, from 1. */
  readonly nth: number;
  /** What it changes on the disk or in the database, one by one: `link 1`. */
  readonly inner: string[];
}

/** When something happens to a process. */
export interface Moment extends Pick<Step, "kind" | "subject" | "nth"> {
  /** `before`, `after`, or in the middle: just before an inner step, or half way through it. */
  readonly at: string;
}

/** Counts every call on the ports, and strikes at the first of its moments that comes. A strike in the middle of a call cannot wait for anything. */
export class Watch {
  readonly steps: Step[] = [];
  readonly #moments: readonly Moment[];
  readonly #strike: (moment: Moment) => void | Promise<void>;
  readonly #seen = new Map<string, number>();
  readonly #present = new AsyncLocalStorage<Step | null>();

  constructor(moments: readonly Moment[], strike: (moment: Moment) => void | Promise<void>) {
    this.#moments = moments;
    this.#strike = strike;
  }

  /** A call; what it does inside is told by `inner`. */
  async call<T>(kind: string, subject: string, effect: () => Promise<T>): Promise<T> {
    const name = `${kind} ${subject}`;
    const nth = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, nth);
    const step: Step = { kind, subject, nth, inner: [] };
    this.steps.push(step);
    await this.#strikeIf(step, "before");
    try {
      return await this.#present.run(step, effect);
    } finally {
      await this.#strikeIf(step, "after");
    }
  }

  /** An inner step is about to be done. `half` does what a process still gets done of it that dies there. */
  inner(what: string, half?: () => void): void {
    const step = this.#present.getStore();
    if (!step) return;
    const nth = step.inner.filter((before) => before.startsWith(`${what} `)).length + 1;
    step.inner.push(`${what} ${nth}`);
    void this.#strikeIf(step, `${what} ${nth}`, half);
  }

  /** What is done inside is part of an inner step that was told. */
  untold<T>(effect: () => T): T {
    return this.#present.run(null, effect);
  }

  /** The strike begins before this returns. */
  #strikeIf({ kind, subject, nth }: Step, at: string, half?: () => void): void | Promise<void> {
    const wanted = (one: Moment) => one.kind === kind && one.subject === subject && one.nth === nth && one.at === at;
    const moment = this.#moments.find(wanted);
    if (!moment) return;
    half?.();
    return this.#strike(moment);
  }
}
