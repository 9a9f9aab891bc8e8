// Whatever came, in whatever batches it was published: the page's sums are what counting row by row gives.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { daysOf, sumsOf } from "../../lakehouse/run/page-state/count-rows.ts";
import { dropLines } from "../../lakehouse/run/page-state/drop-line.ts";
import { fatesOf } from "../../lakehouse/run/page-state/fates.ts";
import { inTable, loadedOf, naiveCounts, naiveReplayed, sides } from "./state/naive.ts";
import { World, type WorldDrop } from "./state/world.ts";

const RUNS = Number(process.env.RUNS ?? 1_000);
const SEED = Number(process.env.SEED ?? 20_261_120);

const rowArb = fc.record({
  key: fc.integer({ min: 0, max: 9 }).map((key) => `k${key}`),
  bad: fc.boolean(),
  twin: fc.boolean(),
});
const pick = fc.nat({ max: 50 });
const eventArb = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("arrive" as const),
      day: fc.nat(2),
      rows: fc.array(rowArb, { maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("upload again" as const),
      pick,
      rows: fc.array(rowArb, { maxLength: 8 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("publish" as const), most: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("replay" as const), pick, mended: fc.nat(7) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      pick,
      state: fc.constantFrom("HELD" as const, "REJECTED" as const),
    }),
  },
);
type Event = typeof eventArb extends fc.Arbitrary<infer T> ? T : never;
const caseArb = fc.record({
  keyed: fc.boolean(),
  replace: fc.boolean(),
  events: fc.array(eventArb, { maxLength: 25 }),
});

test("sums, days and drops", () => {
  let undivided = 0;
  const property = fc.property(caseArb, ({ keyed, replace, events }) => {
    const world = new World("device_pings", keyed);
    for (const [time, event] of events.entries()) happen(world, event, time, replace);
    check(world);
    world.project();
    check(world);
    undivided += daysOf(fatesOf(world.state)).filter((day) => day.undivided > 0).length;
  });
  fc.assert(property, { numRuns: RUNS, seed: SEED });
  // The hard case has come up.
  expect(undivided).toBeGreaterThan(0);
});

function happen(world: World, event: Event, time: number, replace: boolean): void {
  const arrived = `2026-11-25T${String(time).padStart(2, "0")}:00:00.000Z`;
  const committed = world.drops.filter(({ publication, live }) => publication !== null && live);
  const ready = world.drops.filter(({ entry, publication }) => entry.state === "READY" && publication === null);
  if (event.kind === "arrive") {
    const day = `2026-11-2${event.day}`;
    world.arrive({ name: `pings/dt=${day}/${time}.parquet`, day, arrived, rows: event.rows });
  } else if (event.kind === "upload again") {
    const former = pickOf(committed, event.pick);
    if (former) world.arrive({ name: former.name, day: former.day, arrived, rows: event.rows });
  } else if (event.kind === "replay") {
    const origin = pickOf(
      committed.filter(({ rows }) => rows.some(({ bad }) => bad)),
      event.pick,
    );
    if (origin) world.replay(origin, ({ index }) => index <= event.mended);
  } else if (event.kind === "settle") {
    const drop = pickOf(ready, event.pick);
    if (drop) world.settle(drop, event.state, { code: "CIRCUIT_BREAKER", message: "too many", cure: "decide" });
  } else publish(world, ready, event.most, replace);
}

/** At most one drop of a name, as the publisher does; replays of what gave way give way too. */
function publish(world: World, ready: readonly WorldDrop[], most: number, replace: boolean): void {
  for (const drop of ready) {
    if (drop.replayOf?.live === false)
      world.settle(drop, "SUPERSEDED", { code: "SUPERSEDED", message: "newer", cure: "-" });
  }
  const names = Map.groupBy(
    ready.filter(({ live }) => live),
    ({ name }) => name,
  );
  const batch = [...names.values()].flatMap(([first]) => first ?? []).slice(0, most);
  const uploads = new Set(batch.filter(({ replayOf }) => replayOf === null).map(({ name }) => name));
  const isFormer = ({ publication, live, name }: WorldDrop) => publication !== null && live && uploads.has(name);
  const former = replace ? world.drops.filter(isFormer) : [];
  if (batch.length > 0) world.publish(batch, former);
}

function check(world: World): void {
  const fates = fatesOf(world.state);
  const sums = sumsOf(fates, world.log, world.table.length);
  const naive = naiveCounts(world.drops);
  expect(sides(sums)[0]).toBe(sides(sums)[1]);
  expect(inTable(sums)).toBe(world.table.length);
  expect(sums.replayed).toBe(naiveReplayed(world));
  expectFits(sums, naive);
  const days = daysOf(fates);
  for (const day of days) {
    expect(sides(day)[0]).toBe(sides(day)[1]);
    expectFits(day, naiveCounts(world.drops.filter((drop) => drop.day === day.day)));
  }
  const total = (of: (day: (typeof days)[number]) => number) => days.reduce((sum, day) => sum + of(day), 0);
  expect(total(({ rowsIn }) => rowsIn)).toBe(sums.rowsIn);
  for (const line of dropLines(fates, "")) {
    const drop = world.drops.find(({ key }) => key === line.key);
    if (drop && line.rows?.loaded != null && line.replacedIn === null) expect(line.rows.loaded).toBe(loadedOf(drop));
    if (!world.keyed && drop?.live && drop.publication !== null) expect(line.rows?.loaded).not.toBeNull();
  }
}

/** What is told alone is exact; the rest is between nothing and all of what is undivided. */
function expectFits(
  told: ReturnType<typeof daysOf>[number] | ReturnType<typeof sumsOf>,
  naive: ReturnType<typeof naiveCounts>,
): void {
  const { rowsIn, quarantined, waiting, loaded, duplicates, undivided } = told;
  expect({ rowsIn, quarantined, waiting }).toEqual({
    rowsIn: naive.rowsIn,
    quarantined: naive.quarantined,
    waiting: naive.waiting,
  });
  expect(naive.loaded + naive.duplicates).toBe(loaded + duplicates + undivided);
  expect(naive.loaded).toBeGreaterThanOrEqual(loaded);
  expect(naive.duplicates).toBeGreaterThanOrEqual(duplicates);
}

function pickOf<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(1, items.length)];
}
