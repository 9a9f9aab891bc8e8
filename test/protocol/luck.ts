import type { Random } from "../property/random.ts";
import type { Actor, Turn } from "./actor.ts";

export type Fate =
  | "goes on"
  | "dies before it"
  | "dies after it"
  | "gets no answer"
  | "gets a late answer"
  | "is not heard"
  | "is denied"
  | "asks twice"
  | "is slow"
  | "freezes";

/** How much goes wrong in a run: how often each trouble may come, and how the others are chosen. */
export interface Weather {
  readonly deaths: number;
  /** Calls that fail, or are refused, without effect; and those with an effect that the caller does not hear of. */
  readonly unheard: number;
  readonly unanswered: number;
  /** Clients that send a write again and meet their own first try. */
  readonly repeats: number;
  /** Processes that stand still while leases end and others go on. */
  readonly slow: number;
  /** Processes that stand still until everything is over. */
  readonly frozen: number;
  /** Chance that a call meets one of these. */
  readonly trouble: number;
  /** Chance that a sleeper wakes before the others have done what they can. */
  readonly naps: number;
  /** Chance that whoever went last goes on; null: ranks decide, which change now and then. */
  readonly stick: number | null;
  /** Milliseconds by which the store's clock may go on while somebody stands still. */
  readonly jumps: readonly number[];
}

/** Nothing goes wrong. */
export const CALM: Weather = {
  deaths: 0,
  unheard: 0,
  unanswered: 0,
  repeats: 0,
  slow: 0,
  frozen: 0,
  trouble: 0,
  naps: 0,
  stick: 0,
  jumps: [0],
};

type Troubles = "deaths" | "unheard" | "unanswered" | "repeats" | "slow" | "frozen";

/** Everything that chance decides in a run. */
export class Luck {
  readonly #weather: Weather;
  readonly #random: Random;
  readonly #left: Record<Troubles, number>;

  constructor(weather: Weather, random: Random) {
    this.#weather = weather;
    this.#random = random;
    const { deaths, unheard, unanswered, repeats, slow, frozen } = weather;
    this.#left = { deaths, unheard, unanswered, repeats, slow, frozen };
  }

  pick(able: readonly Turn[], last: Actor | null): Turn {
    const { stick } = this.#weather;
    if (stick === null) return this.#byRank(able);
    const same = able.filter(({ actor }) => actor === last);
    return this.#random.pick(same.length > 0 && this.#random.next() < stick ? same : able);
  }

  #byRank(able: readonly Turn[]): Turn {
    const first = Math.max(...able.map(({ actor }) => actor.rank));
    const turn = this.#random.pick(able.filter(({ actor }) => actor.rank === first));
    if (this.#random.next() < 0.04) turn.actor.rank = first - 1 - this.#random.next();
    return turn;
  }

  fate(turn: Turn): Fate {
    if (turn.kind !== "call" || !turn.actor.mortal) return "goes on";
    const { writes, again } = turn.traits;
    if (this.#random.next() >= this.#weather.trouble * (writes ? 2 : 1)) return "goes on";
    const kinds = (Object.keys(this.#left) as Troubles[]).filter(
      (kind) => this.#left[kind] > 0 && (kind !== "repeats" || (writes && again)),
    );
    if (kinds.length === 0) return "goes on";
    const kind = this.#random.pick(kinds);
    this.#left[kind] -= 1;
    return this.#random.pick(FATES[kind]);
  }

  /** Milliseconds that a call takes. */
  passing(): number {
    return this.#random.between(0, 40);
  }

  jump(): number {
    return this.#random.pick(this.#weather.jumps);
  }

  /** Steps that a slow process stands still. */
  long(): number {
    return this.#random.pick([10, 40, 150, 600, 3_000]);
  }
}

const FATES: Readonly<Record<Troubles, readonly Fate[]>> = {
  deaths: ["dies before it", "dies after it"],
  unheard: ["is not heard", "is not heard", "is denied"],
  unanswered: ["gets no answer"],
  repeats: ["asks twice"],
  slow: ["is slow", "gets a late answer"],
  frozen: ["freezes"],
};
