import type { Fate } from "./luck.ts";
import type { Scheduler } from "./scheduler.ts";

export interface Traits {
  /** It changes something. */
  readonly writes: boolean;
  /** A client may send it again when no answer comes. */
  readonly again: boolean;
}

/** What an actor wants to do next. */
export type Want = { readonly actor: Actor; readonly what: string } & (
  | { readonly kind: "call" | "answer"; readonly traits: Traits }
  | { readonly kind: "sleep"; readonly due: number }
  | { readonly kind: "gate"; readonly condition: () => boolean }
);

/** A want that waits for its turn. */
export type Turn = Want & { readonly go: (fate: Fate) => void };

/** A process: it lives until it ends or is killed, and is alone with its memory. */
export class Actor {
  readonly name: string;
  /** False: it stands for the world, which does not die, fail or sleep. */
  readonly mortal: boolean;
  /** From 0 to 1: who goes first where ranks decide. */
  rank: number;
  state: "alive" | "dead" | "ended" = "alive";
  /** Step before which it does nothing; Infinity: until it is thawed. */
  slowUntil = 0;
  onEnd: (() => void) | null = null;
  readonly #scheduler: Scheduler;

  constructor(name: string, scheduler: Scheduler, mortal: boolean, rank: number) {
    this.name = name;
    this.#scheduler = scheduler;
    this.mortal = mortal;
    this.rank = rank;
  }

  /** One call on the outside. */
  call<T>(what: string, effect: () => Promise<T>, traits: Partial<Traits> = {}): Promise<T> {
    return this.#scheduler.call(this, what, effect, { writes: false, again: false, ...traits });
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const due = this.#scheduler.now + milliseconds;
    await this.#scheduler.wait({ actor: this, what: `sleeps ${milliseconds} ms`, kind: "sleep", due }, signal);
  }

  /** Goes on at some time after the condition has come true. */
  async when(what: string, condition: () => boolean): Promise<void> {
    await this.#scheduler.wait({ actor: this, what, kind: "gate", condition });
  }

  end(state: "dead" | "ended"): void {
    if (this.state !== "alive") return;
    this.state = state;
    this.onEnd?.();
  }
}
