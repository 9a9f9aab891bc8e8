import { afterAll, beforeAll, beforeEach, describe } from "@jest/globals";
import type { Bench, Opened } from "./objects-bench.ts";
import { listingRules } from "./objects-listing.ts";
import { modelRules } from "./objects-model.ts";
import { nameRules } from "./objects-names.ts";
import { raceRules } from "./objects-races.ts";
import { readingRules, timeRules } from "./objects-reading.ts";
import { removingRules } from "./objects-removing.ts";
import { copyingRules, writingRules } from "./objects-writing.ts";

export type { Opened } from "./objects-bench.ts";

export interface Effort {
  /** Sequences of random calls that are compared with a model. */
  readonly sequences: number;
}

/** The rules of Cloud Storage that Sluice relies on, for every adapter of the port. */
export function objectsConformance(
  name: string,
  open: () => Promise<Opened>,
  { sequences }: Effort = { sequences: 20 },
): void {
  describe(name, () => {
    let opened: Opened;
    let count = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    beforeEach(() => {
      count += 1;
    });
    const bench: Bench = {
      get opened() {
        return opened;
      },
      get objects() {
        return opened.objects;
      },
      fresh: () => `${opened.prefix}${count}/x`,
    };
    describe("reading", () => readingRules(bench));
    describe("writing", () => writingRules(bench));
    describe("copying", () => copyingRules(bench));
    describe("removing", () => removingRules(bench));
    describe("listing", () => listingRules(bench));
    describe("names", () => nameRules(bench));
    describe("time", () => timeRules(bench));
    describe("at once", () => raceRules(bench));
    describe("any order of calls", () => modelRules(bench, sequences));
  });
}
