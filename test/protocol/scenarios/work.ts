import type { Manifest } from "../../../lakehouse/plan/manifest.ts";
import type { Random } from "../../property/random.ts";
import { DATASET } from "../contracts.ts";
import { CALM } from "../luck.ts";
import type { Setup } from "../setup.ts";
import type { World } from "../world.ts";
import { deliveriesOf, mixedSetup } from "./base.ts";
import type { Scenario } from "./scenario.ts";

// What happens to a drop until it is ready, and what people decide.

export const work: readonly Scenario[] = [
  {
    name: "holds: accepted, rejected, replayed under another plan",
    setup: (random) => ({
      ...mixedSetup(random),
      deliveries: deliveriesOf(random, ["held", random.pick(["held", "sound", "refused"] as const)]),
      persons: [random.pick(["accept", "replay"] as const), random.pick(["accept", "reject", "replay"] as const)],
      second: random.pick(["some time", "from the start"] as const),
    }),
    occurred: (world) => histories(world).some((states) => /HELD 1,(CLAIMED 2|REJECTED 1)/.test(states)),
    often: 0.25,
  },
  {
    name: "launches: hosts that run, die, never start and are forgotten",
    setup: (random) => ({
      ...mixedSetup(random),
      launchAboveBytes: 0,
      hostTrouble: 0.4,
      eventsRest: random.pick([0, 1_000]),
      reconcilers: 1,
    }),
    occurred: ({ farm }) => farm.launched.size > 1,
    often: 0.75,
  },
  {
    name: "backlogs: many drops in one job, gathered by several at once",
    setup: (random) => ({ ...backlogSetup(random), hostTrouble: 0.1 }),
    occurred: (world) => jobsOfMany(world).length > 0,
    often: 0.8,
  },
  {
    name: "half a job: it dies after some of its reports, and the other drops go to the next",
    setup: (random) => ({ ...backlogSetup(random), hostTrouble: 0.7 }),
    occurred: (world) => jobsOfMany(world).some((drops) => isHalf(world, drops)),
    often: 0.15,
  },
  {
    name: "overlaps: two jobs are told of one attempt of a drop",
    setup: (random) => {
      const setup = backlogSetup(random);
      // Who is not answered lets its drops go, and others take up the same attempts.
      const foul = { ...setup.weather, deaths: 0, unheard: 5, unanswered: 3, trouble: 0.15 };
      return { ...setup, weather: foul, hostTrouble: 0.1, reconcilers: 4, workersPublish: 0, publishers: 1 };
    },
    occurred: isToldTwice,
    often: 0.02,
  },
  {
    name: "replays: quarantined rows of a committed drop",
    setup: (random) => {
      const kinds = ["some bad", random.pick(["some bad", "late", "sound"] as const)] as const;
      const persons = ["replay rows", random.pick(["replay rows", "accept", "replay"] as const)] as const;
      return { ...mixedSetup(random), deliveries: deliveriesOf(random, kinds, ["a", "b"]), persons };
    },
    occurred: ({ ledger }) => ledger.inState("COMMITTED").some(({ origin }) => origin !== null),
    often: 0.25,
  },
  {
    name: "two replays of one file, by two plans at once: no row comes in twice",
    setup: (random) => {
      const persons = Array.from({ length: 3 }, () => "replay rows by either plan" as const);
      const policy = random.pick(["keyless", "keyless", "replace"] as const);
      return {
        ...mixedSetup(random),
        policy,
        deliveries: deliveriesOf(random, ["late"]),
        persons,
        second: "some time",
      };
    },
    occurred: ({ ledger }) => ledger.inState("COMMITTED").some(({ origin }) => origin !== null),
    often: 0.5,
  },
  {
    name: "late rows: set aside by the window, brought in when it is lifted",
    setup: (random) => {
      const persons = [random.pick(["replay rows", "accept"] as const)];
      const second = random.pick(["never", "never", "some time"] as const);
      return { ...mixedSetup(random), deliveries: deliveriesOf(random, ["late", "late", "held"]), persons, second };
    },
    occurred: ({ ledger }) =>
      [...ledger.reports.values()].some(({ rules }) => rules.some(({ id, failed }) => id === "late" && failed > 0)),
    often: 0.85,
  },
  {
    name: "lease clocks: leases end while their holders are slow, and clocks are wrong by hours",
    setup: (random) => {
      const setup = mixedSetup(random);
      // Where nobody is slow, nobody may be taken for dead, whatever the clocks of the others say.
      const foul = { ...setup.weather, deaths: 1, slow: 4, trouble: 0.08, naps: 0.05, jumps: [33_000, 7_200_000] };
      const calm = random.next() < 0.3;
      const deliveries = setup.deliveries.slice(0, 2).map((one) => ({ ...one, events: 2 }));
      return {
        ...setup,
        deliveries,
        weather: calm ? CALM : foul,
        nobodyLost: calm,
        hostTrouble: 0,
        reconcilers: 2,
        skewHours: 30,
      };
    },
    occurred: ({ ledger }) => [...ledger.entries.values()].some(({ attempt }) => attempt > 1),
    often: 0.33,
  },
  {
    name: "messages: what became of a drop is told once",
    setup: (random) => {
      const kinds = ["held", random.pick(["some bad", "refused", "warned", "late", "poison"] as const)] as const;
      const persons = [random.pick(["accept", "reject", "replay", "replay rows"] as const)];
      return { ...mixedSetup(random), deliveries: deliveriesOf(random, kinds), persons, tellers: 2, losing: false };
    },
    occurred: ({ ledger }) => ledger.facts.size > 1,
    often: 0.6,
  },
];

/** `CLAIMED 1,READY 1,COMMITTED 1` of each drop. */
function histories({ ledger }: World): string[] {
  return [...ledger.entries.values()]
    .filter(({ dataset }) => dataset === DATASET)
    .map(({ history }) => history.map(({ state, round }) => `${state} ${round}`).join());
}

/** Drops of which nobody was told, for whoever comes to look. */
function backlogSetup(random: Random): Setup {
  const kinds = ["sound", "sound", "some bad", random.pick(["sound", "held", "refused", "empty"] as const)] as const;
  const deliveries = deliveriesOf(random, kinds, ["a", "b", "c", "d", "e"]).map((one) => ({ ...one, events: 0 }));
  return { ...mixedSetup(random), deliveries, launchAboveBytes: 0, reconcilers: 3 };
}

/** What jobs that were launched were told, where it was more than one drop. */
function jobsOfMany({ farm, ledger }: World): Manifest["drops"][] {
  return [...farm.launched.keys()]
    .map((name) => ledger.manifests.get(name)?.drops ?? [])
    .filter(({ length }) => length > 1);
}

function isHalf({ ledger }: World, drops: Manifest["drops"]): boolean {
  const attempts = drops.map(({ key, round, attempt }) => (ledger.report(key, round)?.attempt ?? 0) - attempt);
  return attempts.includes(0) && attempts.some((later) => later > 0);
}

function isToldTwice({ ledger }: World): boolean {
  const told = [...ledger.manifests.values()].flatMap(({ drops }) =>
    drops.map(({ key, round, attempt }) => `${key} ${round} ${attempt}`),
  );
  return new Set(told).size < told.length;
}
