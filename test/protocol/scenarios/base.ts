import { BATCH_LIMITS } from "../../../lakehouse/publish/batch.ts";
import type { Random } from "../../property/random.ts";
import { POLICIES } from "../contracts.ts";
import type { Weather } from "../luck.ts";
import type { Delivery, Setup, Wish } from "../setup.ts";
import { contentOf, type Kind, nameOf } from "./contents.ts";

const LEASE_MS = 30_000;

/** A mixed run: a few drops of every kind, some of one name, and everybody at once. */
export function mixedSetup(random: Random): Setup {
  const kinds: Kind[] = ["sound", "sound", "sound", "warned", "some bad", "held", "late", "poison", "refused", "empty"];
  const deliveries = deliveriesOf(
    random,
    Array.from({ length: random.between(2, 4) }, () => random.pick(kinds)),
  );
  return {
    policy: random.pick(POLICIES),
    derived: random.next() < 0.25,
    deliveries,
    producerRest: 0,
    publishers: random.between(1, 2),
    publishersRest: random.pick([0, 1_000, 5_000]),
    stepwise: 0.3,
    workersPublish: random.pick([0, 0.4, 0.8]),
    reconcilers: random.next() < 0.4 ? 1 : 0,
    tellers: 0,
    persons: random.next() < 0.4 ? [random.pick<Wish>(["accept", "reject", "replay", "replay rows"])] : [],
    personsRest: 0,
    limits: { ...BATCH_LIMITS, ...(random.next() < 0.3 && { drops: random.between(1, 2) }) },
    launchAboveBytes: random.next() < 0.2 ? 0 : Number.POSITIVE_INFINITY,
    hostTrouble: 0.2,
    weather: weatherOf(random),
    nobodyLost: false,
    eventsRest: 0,
    splitMs: 0,
    jobs: {
      late: random.pick([0, 0.3, 0.8]),
      passing: random.between(0, 2),
      quota: random.next() < 0.1 ? 1 : 0,
      lying: 0,
      foreign: 0,
      broken: 0,
    },
    menders: 0,
    losing: random.next() < 0.1,
    mostFilesInLoad: Number.POSITIVE_INFINITY,
    vanishing: 0,
    second: random.pick(["never", "never", "some time", "from the start"]),
    skewHours: random.pick([0, 5]),
    dialect: random.pick(["duckdb", "bigquery"]),
  };
}

/** From calm to foul; half of the runs are decided by ranks, the others by turns. */
export function weatherOf(random: Random): Weather {
  const often = (most: number) => random.between(0, most);
  return {
    deaths: often(2),
    unheard: often(1),
    unanswered: often(2),
    repeats: often(2),
    slow: often(2),
    frozen: random.next() < 0.25 ? 1 : 0,
    trouble: random.pick([0.01, 0.03, 0.06]),
    naps: random.pick([0, 0.01, 0.05]),
    stick: random.next() < 0.5 ? null : random.pick([0, 0.6, 0.9]),
    jumps: random.pick([[0], [0, 1.1 * LEASE_MS], [1.1 * LEASE_MS, 3_600_000]]),
  };
}

/** Deliveries of these kinds: names come again, with other bytes or the same, heard of twice, once or never. */
export function deliveriesOf(
  random: Random,
  kinds: readonly Kind[],
  letters = ["a", "b", "c"],
  sameBytes = 0.1,
): Delivery[] {
  const deliveries: Delivery[] = [];
  for (const [at, kind] of kinds.entries()) {
    const again = deliveries.length > 0 && random.next() < sameBytes ? random.pick(deliveries) : null;
    deliveries.push({
      name: again?.name ?? nameOf(random.pick(letters)),
      content: again?.content ?? contentOf(random, kind, `delivery ${at}`),
      patient: random.next() < 0.85,
      tie: random.next() < 0.25,
      events: at === 0 ? random.pick([1, 1, 2]) : random.pick([1, 1, 1, 2, 0]),
      removed: random.next() < 0.05,
    });
  }
  return deliveries;
}
