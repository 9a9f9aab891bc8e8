/** How long a process lives: calls on its ports, and whether the last one still takes effect. */
export interface Lifetime {
  readonly calls: number;
  readonly lastHeard: boolean;
}

/** A process that may die beside any call on the outside. What it asks for after that is never answered. */
export class Life {
  readonly #lifetime: Lifetime | null;
  #calls = 0;
  #end: () => void = () => undefined;
  readonly #death = new Promise<"died">((resolve) => {
    this.#end = () => resolve("died");
  });

  /** Null: it does not die. */
  constructor(lifetime: Lifetime | null) {
    this.#lifetime = lifetime;
  }

  /** The port as this process sees it; values that are no methods stay as they are. */
  over<Port extends object>(port: Port): Port {
    const entries = Object.entries(port).map(([name, member]) => {
      if (typeof member !== "function") return [name, member];
      return [name, (...given: unknown[]) => this.#call(() => member.apply(port, given) as Promise<unknown>)];
    });
    return Object.fromEntries(entries) as Port;
  }

  /** False: it died first. */
  async lives(work: Promise<unknown>): Promise<boolean> {
    return (await Promise.race([work, this.#death])) !== "died";
  }

  async #call(effect: () => Promise<unknown>): Promise<unknown> {
    this.#calls += 1;
    const { calls, lastHeard } = this.#lifetime ?? { calls: Number.POSITIVE_INFINITY, lastHeard: false };
    if (this.#calls < calls) return effect();
    if (this.#calls === calls && lastHeard) await effect().catch(() => undefined);
    this.#end();
    return new Promise(() => undefined);
  }
}
