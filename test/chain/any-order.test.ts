// In whatever order and however often drops are worked on, and wherever batches are cut, a dataset ends in the same rows.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { BATCH_LIMITS } from "../../lakehouse/publish/batch.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { DATASET, type Policy } from "../protocol/contracts.ts";
import { type Delivery, deliveries, nameOf } from "./memory/deliveries.ts";
import { MemoryLake } from "./memory/lake.ts";
import { Life } from "./memory/life.ts";

const RUNS = Number(process.env.RUNS ?? 60);
const SEED = Number(process.env.SEED ?? 20_260_310);
const HOUR = 3_600_000;

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

/**
 * All are uploaded and claimed in the order of their arrival, so that each has its original; the split of each ends when
 * its turn comes, or at the end.
 */
async function rowsAfter(
  policy: Policy,
  given: readonly Delivery[],
  order: readonly Turn[],
): Promise<readonly string[]> {
  const lake = new MemoryLake(policy, 1);
  const tools = lake.tools(new Life(null));
  const begun: { readonly arrival: Arrival; readonly split: () => void; readonly done: Promise<unknown> }[] = [];
  for (const { name, content } of given) {
    lake.now += HOUR;
    const arrival = await lake.upload(name, content);
    let split = () => undefined as void;
    const turn = new Promise<void>((go) => {
      split = go;
    });
    const reached = new Promise<void>((at) => {
      const slow = {
        ...tools,
        engine: {
          split: async (...args: Parameters<typeof tools.engine.split>) => {
            at();
            await turn;
            return tools.engine.split(...args);
          },
        },
      };
      const done = processDrop(slow, lake.plans.first, arrival).finally(at);
      begun.push({ arrival, split, done });
    });
    await reached;
  }
  const publish = async () => {
    const limits = { ...BATCH_LIMITS, drops: 2 };
    for (const plan of [lake.plans.first, lake.plans.derived]) await publishDataset(tools, plan, { limits });
  };
  const work = async ({ drop, publishes }: Turn) => {
    const one = begun[drop];
    one?.split();
    await one?.done;
    if (one) await processDrop(tools, lake.plans.first, one.arrival); // its event comes again
    if (publishes) await publish();
  };
  for (const turn of order) await work(turn);
  for (const drop of begun.keys()) await work({ drop, publishes: false });
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

test.each<Policy>(["replace", "keyless"])(
  "names that come again, the newest upload wins: %s",
  (policy) => {
    const own = again.map((all) =>
      all.map(({ name, content }) => {
        const things = content.things.map(({ id, ...rest }) => ({ id: id + 100 * names.indexOf(name), ...rest }));
        return { name, content: { ...content, things, poisonBelow: 0 } };
      }),
    );
    return holds(policy, own);
  },
  patience,
);
