// In whatever order and however often drops are worked on, and wherever batches are cut, a dataset ends in the same rows.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { BATCH_LIMITS } from "../../lakehouse/publish/batch.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import type { Thing } from "../protocol/content.ts";
import { DATASET, type Policy } from "../protocol/contracts.ts";
import { type Delivery, deliveries, nameOf } from "./memory/deliveries.ts";
import { MemoryLake } from "./memory/lake.ts";
import { Life } from "./memory/life.ts";

const RUNS = Number(process.env.RUNS ?? 12);
const SEED = Number(process.env.SEED ?? 20_260_310);
const HOUR = 3_600_000;
const LIMITS = { ...BATCH_LIMITS, drops: 2 };

/** One after the other: which drop is worked on, by its number, again if it was before; and whether there is a publication after it. */
interface Turn {
  readonly drop: number;
  readonly publishes: boolean;
}

const turns = fc.array(fc.record({ drop: fc.nat({ max: 5 }), publishes: fc.boolean() }), { maxLength: 14 });
const names = ["a", "b", "c", "d", "e", "f"].map(nameOf);

/** Every delivery has a name of its own. */
const distinct = deliveries(names, 6).map((all) =>
  all.map(({ content }, at) => ({ name: names[at] as string, content })),
);
/** Names come again, each time with other bytes. */
const again = deliveries(names.slice(0, 2), 5).map((all) =>
  all.map(({ name, content }, at) => ({ name, content: { ...content, note: `upload ${at}` } })),
);

interface Begun {
  readonly arrival: Arrival;
  readonly done: Promise<unknown>;
  /** Lets its split come to the end. */
  goOn(): void;
}

/** Uploads a drop and works on it as far as its split, so that it has its original whatever takes its name later. */
async function begin(lake: MemoryLake, tools: Tools, { name, content }: Delivery): Promise<Begun> {
  lake.now += HOUR;
  const arrival = await lake.upload(name, content);
  const [turn, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const split: Tools["engine"]["split"] = async (...given) => {
    reached.resolve();
    await turn.promise;
    return tools.engine.split(...given);
  };
  const done = processDrop({ ...tools, engine: { split } }, lake.plans.first, arrival).finally(reached.resolve);
  await reached.promise;
  return { arrival, done, goOn: turn.resolve };
}

async function rowsAfter(
  policy: Policy,
  given: readonly Delivery[],
  order: readonly Turn[],
): Promise<readonly string[]> {
  const lake = new MemoryLake(policy, 1);
  const tools = lake.tools(new Life(null));
  const begun: Begun[] = [];
  for (const delivery of given) begun.push(await begin(lake, tools, delivery));
  const publish = async () => {
    for (const plan of [lake.plans.first, lake.plans.derived]) await publishDataset(tools, plan, { limits: LIMITS });
  };
  const inOrder = begun.map((_, drop) => ({ drop, publishes: false }));
  for (const { drop, publishes } of [...order, ...inOrder]) {
    const one = begun[drop];
    one?.goOn();
    await one?.done;
    if (one) await processDrop(tools, lake.plans.first, one.arrival); // its event comes again
    if (publishes) await publish();
  }
  await publish();
  const { datasets } = await lake.canonical();
  return datasets.flatMap(({ rows }) => rows);
}

async function holds(policy: Policy, given: fc.Arbitrary<Delivery[]>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(given, turns, async (all, order) => {
      expect(await rowsAfter(policy, all, order)).toEqual(await rowsAfter(policy, all, []));
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

const patience = 60_000 + RUNS * 2_000;

test.each<Policy>(["merge", "sequence", "replace", "keyless"])(
  `distinct names: %s into ${DATASET}`,
  (policy) => holds(policy, distinct),
  patience,
);

test.each<Policy>(["merge", "sequence"])(
  "names that come again, newer rows win: %s",
  (policy) => holds(policy, again),
  patience,
);

/** No two names share a key. */
const ownKeys = again.map((all) =>
  all.map(({ name, content }) => {
    const things = content.things.map(({ id, ...rest }) => ({ id: id + 100 * names.indexOf(name), ...rest }));
    return { name, content: { ...content, things, poisonBelow: 0 } };
  }),
);

test.each<Policy>(["replace", "keyless"])(
  "names that come again and share no key, the newest upload wins: %s",
  (policy) => holds(policy, ownKeys),
  patience,
);

test("replace, where names share a key: the order decides whether a row that lost comes back", async () => {
  const upload = (letter: string, note: string, ...things: Thing[]): Delivery => ({
    name: nameOf(letter),
    content: { things, refusedBelow: 0, poisonBelow: 0, note },
  });
  const shared = { id: 1, day: "2026-03-10", seq: 1 };
  const given = [
    upload("a", "a", { ...shared, v: 1 }),
    upload("d", "with", { ...shared, v: 2 }),
    upload("d", "without"),
  ];
  const eachAtOnce = [0, 1, 2].map((drop) => ({ drop, publishes: true }));
  expect(await rowsAfter("replace", given, eachAtOnce)).toEqual([]);
  expect(await rowsAfter("replace", given, eachAtOnce.toReversed())).toEqual(
    expect.arrayContaining([expect.stringContaining('"v":1')]),
  );
});
