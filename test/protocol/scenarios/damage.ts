import { BATCH_LIMITS } from "../../../lakehouse/publish/batch.ts";
import type { Random } from "../../property/random.ts";
import { DATASET } from "../contracts.ts";
import { CALM } from "../luck.ts";
import type { Setup } from "../setup.ts";
import { LEASE_SECONDS } from "../world.ts";
import { deliveriesOf, mixedSetup } from "./base.ts";
import { contentOf, nameOf } from "./contents.ts";
import type { Scenario } from "./scenario.ts";

// What goes wrong outside of the protocol, and what nobody may take for that.

const LEASE_MS = LEASE_SECONDS * 1000;

export const damage: readonly Scenario[] = [
  {
    name: "a warehouse that lies, fails for good or runs jobs of others: nothing is committed before a person has looked",
    setup: (random) => {
      const setup = mixedSetup(random);
      const [lying, foreign, broken] = random.pick([
        [random.between(1, 3), 0, 0],
        [0, 1, 0],
        [0, 0, random.between(1, 2)],
        [1, 1, 1],
      ] as const);
      const deliveries = deliveriesOf(random, ["sound", "some bad", random.pick(["sound", "late"] as const)]);
      return { ...setup, deliveries, jobs: { ...setup.jobs, lying, foreign, broken }, menders: 2, skewHours: 30 };
    },
    occurred: ({ ledger }) => ledger.stuck > 0,
    often: 0.6,
  },
  {
    name: "signs of life: slow splits and short standstills cost nobody a drop",
    setup: (random) => ({ ...slowly(random), policy: random.pick(["merge", "keyless"] as const) }),
    occurred: ({ scheduler }) =>
      scheduler.trace.filter(({ what }) => what.startsWith("read ledger/things/drops")).length > 1,
    often: 0.9,
  },
  {
    name: "publishers that stand still while others publish: what they remember is no longer so",
    setup: (random) => {
      const setup = mixedSetup(random);
      const letters = ["a", "a", "b", "c"];
      const deliveries = letters.map((letter, at) => {
        const content = contentOf(random, "sound", `delivery ${at}`);
        return { name: nameOf(letter), content, patient: true, events: 1, tie: false, removed: false };
      });
      return {
        ...setup,
        policy: "hold",
        deliveries,
        publishers: 3,
        stepwise: 1,
        publishersRest: 500,
        workersPublish: 0,
        persons: ["accept", "accept"],
        limits: { ...BATCH_LIMITS, drops: 1 },
        weather: { ...setup.weather, slow: 4, trouble: 0.08, frozen: 0, stick: random.pick([null, 0.6]) },
      };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).length > 2,
    often: 0.6,
  },
  {
    name: "entries, names and markers are lost: they are made again as they were",
    setup: (random) => ({ ...mixedSetup(random), losing: true }),
    occurred: ({ ledger }) => ledger.has("COMMITTED"),
    often: 0.6,
  },
];

/** Two hear of one drop at once. Nobody stands still for a whole lease, and nothing else makes time go on. */
function slowly(random: Random): Setup {
  const [delivery] = deliveriesOf(random, [random.pick(["sound", "some bad", "held"] as const)]);
  if (!delivery) throw new Error("nothing is delivered");
  const short = { ...CALM, slow: 1, trouble: 0.1, jumps: [0.6 * LEASE_MS], stick: random.pick([0, 0.6]) };
  const calm = random.next() < 0.4;
  return {
    ...mixedSetup(random),
    deliveries: [{ ...delivery, events: 3, removed: false }],
    publishers: 0,
    workersPublish: 0,
    reconcilers: 0,
    persons: [],
    hostTrouble: 0,
    launchAboveBytes: Number.POSITIVE_INFINITY,
    weather: calm ? CALM : short,
    eventsRest: calm ? 2.5 * LEASE_MS : 0,
    nobodyLost: true,
    splitMs: random.pick([0, 0.8 * LEASE_MS, 2.5 * LEASE_MS]),
    second: "never",
  };
}
