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

/** Counts every call on the ports, and strikes at one moment. A strike in the middle of a call cannot wait for anything. */
export class Watch {
  readonly steps: Step[] = [];
  readonly #moment: Moment | null;
  readonly #strike: () => void | Promise<void>;
  readonly #seen = new Map<string, number>();
  readonly #present = new AsyncLocalStorage<Step | null>();

  constructor(moment: Moment | null, strike: () => void | Promise<void>) {
    this.#moment = moment;
    this.#strike = strike;
  }

  /** A call; what it does inside is told by `inner`. */
  async call<T>(kind: string, subject: string, effect: () => Promise<T>): Promise<T> {
    const name = `${kind} ${subject}`;
    const nth = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, nth);
    const step: Step = { kind, subject, nth, inner: [] };
    this.steps.push(step);
    if (this.#is(step, "before")) await this.#strike();
    try {
      return await this.#present.run(step, effect);
    } finally {
      if (this.#is(step, "after")) await this.#strike();
    }
  }

  /** An inner step is about to be done. `half` does what a process still gets done of it that dies there. */
  inner(what: string, half?: () => void): void {
    const step = this.#present.getStore();
    if (!step) return;
    const nth = step.inner.filter((before) => before.startsWith(`${what} `)).length + 1;
    step.inner.push(`${what} ${nth}`);
    if (!this.#is(step, `${what} ${nth}`)) return;
    half?.();
    void this.#strike();
  }

  /** What is done inside is part of an inner step that was told. */
  untold<T>(effect: () => T): T {
    return this.#present.run(null, effect);
  }

  #is({ kind, subject, nth }: Step, at: string): boolean {
    const moment = this.#moment;
    return moment?.kind === kind && moment.subject === subject && moment.nth === nth && moment.at === at;
  }
}
