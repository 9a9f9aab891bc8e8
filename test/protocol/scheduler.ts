import { Denied, Unavailable } from "../../lakehouse/ports.ts";
import type { Random } from "../property/random.ts";
import { Actor, type Traits, type Turn, type Want } from "./actor.ts";
import { type Fate, Luck, type Weather } from "./luck.ts";
import { Failure, type Step } from "./trace.ts";

const MOST_STEPS = 6_000;

/**
 * Runs actors one call at a time. Every call of theirs on the outside waits here until it is its turn; by the seed alone
 * it is decided whose turn it is, who dies, who is slow and whose answer is lost. No timers, no threads: the same seed
 * gives the same run.
 */
export class Scheduler {
  readonly trace: Step[] = [];
  /** Milliseconds of the store's clock. */
  now: number;
  readonly #random: Random;
  readonly #luck: Luck;
  readonly #weather: Weather;
  readonly #actors: Actor[] = [];
  readonly #turns: Turn[] = [];
  #last: Actor | null = null;
  #failure: Error | null = null;

  constructor(start: string, weather: Weather, random: Random) {
    this.now = Date.parse(start);
    this.#weather = weather;
    this.#random = random;
    this.#luck = new Luck(weather, random);
  }

  time(): string {
    return new Date(this.now).toISOString();
  }

  /** Starts at once, and goes on until its first call. */
  spawn(name: string, body: (actor: Actor) => Promise<void>, mortal = true): Actor {
    const actor = new Actor(name, this, mortal, this.#random.next());
    this.#actors.push(actor);
    body(actor).then(
      () => actor.end("ended"),
      (error: unknown) => {
        actor.end("ended");
        this.fail(error, `${name} fails`);
      },
    );
    return actor;
  }

  /** The run is over: something that must hold does not. */
  fail(error: unknown, where: string): void {
    this.#failure ??= error instanceof Failure ? error : new Failure(where, error);
  }

  /** What was found while nobody had a turn. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }

  /** What nobody decided, but a reader of the trace must know. */
  note(who: string, what: string): void {
    this.trace.push({ who, what, fate: "is told" });
  }

  /** Until nobody can go on; actors that are frozen, or wait for what never comes, stay behind. */
  async run(): Promise<void> {
    for (;;) {
      await drained();
      this.throwFailure();
      const turn = this.#choose();
      if (!turn) return;
      if (this.trace.length > MOST_STEPS) throw new Failure("it goes round in circles", this.trace.length);
      this.#give(turn);
    }
  }

  /** Frozen actors go on: they are the slowest of all. */
  thaw(): number {
    const frozen = this.#actors.filter(({ state, slowUntil }) => state === "alive" && slowUntil === Infinity);
    for (const actor of frozen) actor.slowUntil = 0;
    return frozen.length;
  }

  /** Resolves when it is this actor's turn; never, if it is dead or will not live to see it. */
  wait(want: Want, signal?: AbortSignal): Promise<Fate> {
    if (want.actor.state === "dead") return new Promise(() => undefined);
    return new Promise((go) => {
      const waiting: Turn = { ...want, go };
      this.#turns.push(waiting);
      const stop = () => {
        const at = this.#turns.indexOf(waiting);
        if (at < 0) return;
        this.#turns.splice(at, 1);
        go("goes on");
      };
      if (signal?.aborted) stop();
      else signal?.addEventListener("abort", stop, { once: true });
    });
  }

  async call<T>(actor: Actor, what: string, effect: () => Promise<T>, traits: Traits): Promise<T> {
    const fate = await this.wait({ actor, what, kind: "call", traits });
    if (fate === "is not heard") throw new Unavailable(what);
    if (fate === "is denied") throw new Denied(what);
    let done = await settled(effect());
    if (fate === "asks twice") done = await settled(effect());
    if (fate === "dies after it") {
      this.#kill(actor);
      return new Promise(() => undefined);
    }
    if (fate === "gets no answer") throw new Unavailable(what);
    if (fate === "gets a late answer") await this.wait({ actor, what: `answer of ${what}`, kind: "answer", traits });
    if ("error" in done) throw done.error;
    return done.value;
  }

  #choose(): Turn | null {
    const step = this.trace.length;
    const able = this.#turns.filter((turn) => {
      if (turn.actor.slowUntil > step) return false;
      if (turn.kind === "sleep") return turn.due <= this.now || this.#random.next() < this.#weather.naps;
      return turn.kind !== "gate" || turn.condition();
    });
    if (able.length > 0) return this.#luck.pick(able, this.#last);
    const sleeps = this.#turns.filter(({ kind, actor }) => kind === "sleep" && actor.slowUntil <= step);
    const next = sleeps.reduce<Turn | null>((best, turn) => (best && dueOf(best) <= dueOf(turn) ? best : turn), null);
    if (next) return next;
    return this.#wake() ? this.#choose() : null;
  }

  /** Only slow actors are left: the one that has waited longest. */
  #wake(): boolean {
    const slow = this.#turns
      .map(({ actor }) => actor)
      .filter(({ slowUntil }) => slowUntil > this.trace.length && slowUntil !== Infinity);
    const [first] = slow.sort((a, b) => a.slowUntil - b.slowUntil);
    if (first) first.slowUntil = 0;
    return first !== undefined;
  }

  #give(turn: Turn): void {
    const { actor, what } = turn;
    this.now += this.#luck.passing();
    if (turn.kind === "sleep") this.now = Math.max(this.now, turn.due);
    const fate = this.#luck.fate(turn);
    this.trace.push({ who: actor.name, what, fate });
    this.#last = actor;
    if (fate === "is slow" || fate === "freezes") {
      actor.slowUntil = fate === "freezes" ? Infinity : this.trace.length + this.#luck.long();
      this.now += this.#luck.jump();
      return;
    }
    this.#turns.splice(this.#turns.indexOf(turn), 1);
    if (fate === "dies before it") {
      this.#kill(actor);
      return;
    }
    if (fate === "gets a late answer") {
      actor.slowUntil = this.trace.length + this.#luck.long();
      this.now += this.#luck.jump();
    }
    turn.go(fate);
  }

  #kill(actor: Actor): void {
    actor.end("dead");
    for (let at = this.#turns.length - 1; at >= 0; at -= 1) {
      if (this.#turns[at]?.actor === actor) this.#turns.splice(at, 1);
    }
  }
}

function dueOf(turn: Turn): number {
  return turn.kind === "sleep" ? turn.due : 0;
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** When no microtask is left: all who can go on without a call have done so. Ticks come after microtasks. */
function drained(): Promise<void> {
  return new Promise((done) => {
    process.nextTick(done);
  });
}
