// Under a fixed order of drops, deaths and the cut of batches change nothing in the lake's canonical state.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { POLICIES, type Policy } from "../protocol/contracts.ts";
import { type Delivery, deliveries, nameOf } from "./memory/deliveries.ts";
import { CALM, type Disturbance, play, type Story } from "./memory/play.ts";

const RUNS = Number(process.env.RUNS ?? 50);
const SEED = Number(process.env.SEED ?? 20_260_310);

const names = ["a", "b", "c"].map(nameOf);
const story: fc.Arbitrary<Story> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    days: fc.tuple(deliveries(names, 4), deliveries(names, 3, 2)),
  })
  .map(({ policy, days }) => ({ policy, days: days.map((all) => all.map((one) => fitted(policy, one))) }));

/**
 * Where a newer upload replaces an older one, it depends on the cut whether anybody finds out that that cannot be loaded;
 * and a row that lost to one of another name does not come back when that is replaced.
 */
function fitted(policy: Policy, { name, content }: Delivery): Delivery {
  if (policy !== "replace" && policy !== "keyless") return { name, content };
  const own = 100 * names.indexOf(name);
  const things = content.things.map(({ id, ...rest }) => ({ id: id + own, ...rest }));
  return { name, content: { ...content, poisonBelow: 0, things } };
}

const lifetime = fc.record({ calls: fc.integer({ min: 1, max: 60 }), lastHeard: fc.boolean() });
const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  deaths: fc.array(fc.array(lifetime, { maxLength: 2 }), { maxLength: 16 }),
  cuts: fc.array(fc.boolean(), { maxLength: 7 }),
  limits: fc.record({
    files: fc.constantFrom(1, 2, 8_000),
    bytes: fc.constantFrom(1, 300, 1_000_000),
    partitions: fc.constantFrom(1, 2, 200),
    drops: fc.constantFrom(1, 2, 1_000),
    jobPartitions: fc.constant(4_000),
  }),
});

test(
  "deaths and cuts change nothing",
  async () => {
    await fc.assert(
      fc.asyncProperty(story, disturbance, async (given, disturbed) => {
        const calm = await (await play(given, CALM)).canonical();
        expect(await (await play(given, disturbed, 2)).canonical()).toEqual(calm);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  },
  60_000 + RUNS * 2_000,
);
