import { compareUtf8 } from "../../../lakehouse/adapters/files/utf8-order.ts";

const MOST = 512;

/** Names in the order of their UTF-8 bytes, in blocks, so that to add one among 100,000 moves few. */
export class OrderedNames {
  /** None is empty, but the only one. */
  readonly #blocks: string[][] = [[]];

  add(name: string): void {
    const [block, at] = this.#find(name);
    const names = this.#blocks[block] ?? [];
    if (names[at] === name) return;
    names.splice(at, 0, name);
    if (names.length > MOST) this.#blocks.splice(block + 1, 0, names.splice(MOST / 2));
  }

  delete(name: string): void {
    const [block, at] = this.#find(name);
    const names = this.#blocks[block] ?? [];
    if (names[at] !== name) return;
    names.splice(at, 1);
    if (names.length === 0 && this.#blocks.length > 1) this.#blocks.splice(block, 1);
  }

  /** From the first that is not less than `least`. */
  *from(least: string): Generator<string> {
    const [first, at] = this.#find(least);
    for (let block = first; block < this.#blocks.length; block += 1) {
      yield* (this.#blocks[block] ?? []).slice(block === first ? at : 0);
    }
  }

  /** The last block that begins not behind the name, and the place in it. */
  #find(name: string): [block: number, at: number] {
    const block = Math.max(
      0,
      firstFrom(this.#blocks.length, (each) => isLess(this.#blocks[each]?.[0] ?? "", name, true)) - 1,
    );
    const names = this.#blocks[block] ?? [];
    return [block, firstFrom(names.length, (each) => isLess(names[each] ?? "", name, false))];
  }
}

/** The first index of which it is no longer true. */
function firstFrom(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isLess(a: string, b: string, orEqual: boolean): boolean {
  const order = compareUtf8(a, b);
  return order < 0 || (orEqual && order === 0);
}
