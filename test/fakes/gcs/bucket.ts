import { OrderedNames } from "./ordered.ts";
import { noObject } from "./refusal.ts";
import type { Stored } from "./stored.ts";

export interface BucketOptions {
  readonly name: string;
  /** Keeps generations that were replaced or deleted; else they are gone. */
  readonly versioning?: boolean;
}

/** Objects of one bucket; each change is seen by whatever is asked next. */
export class Bucket {
  readonly name: string;
  readonly versioning: boolean;
  readonly #live = new Map<string, Stored>();
  readonly #kept = new Map<string, Stored[]>();
  readonly #names = new OrderedNames();

  constructor({ name, versioning = false }: BucketOptions) {
    this.name = name;
    this.versioning = versioning;
  }

  live(name: string): Stored | null {
    return this.#live.get(name) ?? null;
  }

  /** The live generation, or the one that is named. */
  found(name: string, generation: bigint | null): Stored {
    const versions = [this.live(name) ?? [], this.#kept.get(name) ?? []].flat();
    const found = generation === null ? this.live(name) : versions.find((each) => each.generation === generation);
    if (!found) throw noObject(this.name, name);
    return found;
  }

  put(stored: Stored): void {
    this.#keep(this.live(stored.name));
    this.#live.set(stored.name, stored);
    this.#names.add(stored.name);
  }

  /** Metadata changes; the generation stays the live one, or what it was. */
  change(stored: Stored): void {
    if (this.live(stored.name)?.generation === stored.generation) this.#live.set(stored.name, stored);
    else {
      const kept = this.#kept.get(stored.name) ?? [];
      this.#kept.set(
        stored.name,
        kept.map((each) => (each.generation === stored.generation ? stored : each)),
      );
    }
  }

  /** A generation that is named is gone for good, also with versioning. */
  delete(stored: Stored, isNamed: boolean): void {
    const { name, generation } = stored;
    if (this.live(name)?.generation === generation) {
      this.#live.delete(name);
      this.#names.delete(name);
      if (!isNamed) this.#keep(stored);
    } else {
      this.#kept.set(
        name,
        (this.#kept.get(name) ?? []).filter((each) => each.generation !== generation),
      );
    }
  }

  /** Live objects whose name is not less than `least`, in the order of their names. */
  *from(least: string): Generator<Stored> {
    for (const name of this.#names.from(least)) {
      const live = this.live(name);
      if (live) yield live;
    }
  }

  #keep(stored: Stored | null): void {
    if (!stored || !this.versioning) return;
    this.#kept.set(stored.name, [...(this.#kept.get(stored.name) ?? []), stored]);
  }
}
