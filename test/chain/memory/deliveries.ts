import fc from "fast-check";
import type { Content, Thing } from "../../protocol/content.ts";
import { DATASET } from "../../protocol/contracts.ts";

/** An object that a producer writes. */
export interface Delivery {
  readonly name: string;
  readonly content: Content;
}

const DAYS = ["2026-03-08", "2026-03-09", "2026-03-10"];

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 99 }) },
  { weight: 2, arbitrary: fc.constantFrom(-5, -50, 150) },
);
const thing: fc.Arbitrary<Thing> = fc
  .record({
    id: fc.integer({ min: 1, max: 4 }),
    day: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...DAYS) }, fc.constant("2026-03-01")),
    v: value,
    seq: fc.integer({ min: 1, max: 3 }),
  })
  // A replay has its origin's arrival: which of two rows of one drop is newer is not told once they come in two drops.
  .map(({ id, ...rest }) => ({ id: rest.v < 0 ? id + 10 : id, ...rest }));
const things = fc.array(thing, { maxLength: 5 });
/** Now and then a file that nobody can read, or that the table refuses. */
const rare = fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.constantFrom(2, 9));

/** Each content is of its own, or that of an earlier delivery: bytes that were uploaded before. */
export function deliveries(names: readonly string[], most: number, day = 1): fc.Arbitrary<Delivery[]> {
  const again = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat({ max: most - 1 }));
  const delivery = fc.record({ name: fc.constantFrom(...names), things, refusedBelow: rare, poisonBelow: rare, again });
  return fc.array(delivery, { minLength: 1, maxLength: most }).map((all) => {
    const made: Delivery[] = [];
    for (const [at, { name, again, ...content }] of all.entries()) {
      const before = again === null ? undefined : made[again];
      made.push(before ?? { name, content: { ...content, note: `delivery ${at} of day ${day}` } });
    }
    return made;
  });
}

export function nameOf(letter: string): string {
  return `${DATASET}/dt=2026-03-10/${letter}.parquet`;
}
