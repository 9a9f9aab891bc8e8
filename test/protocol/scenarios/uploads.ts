import type { Random } from "../../property/random.ts";
import type { Content } from "../content.ts";
import { DATASET } from "../contracts.ts";
import { CALM } from "../luck.ts";
import type { Setup } from "../setup.ts";
import type { World } from "../world.ts";
import { deliveriesOf, mixedSetup, weatherOf } from "./base.ts";
import { contentOf, nameOf } from "./contents.ts";
import type { Scenario } from "./scenario.ts";

// Objects that arrive again under their old names.

const KINDS = ["sound", "sound", "some bad", "held", "poison", "warned", "empty"] as const;

export const uploads: readonly Scenario[] = [
  {
    name: "re-uploads with merge: newer rows win, in whatever order",
    setup: (random) => {
      const kinds = [0, 1, 2].map(() => random.pick(KINDS));
      const policy = random.pick(["merge", "sequence"] as const);
      return { ...mixedSetup(random), policy, deliveries: deliveriesOf(random, kinds, ["a"]) };
    },
    occurred: (world) => committedTwice(world),
    often: 0.4,
  },
  {
    name: "re-uploads with replace: rows of the name's former drop give way",
    setup: (random) => {
      const kinds = [0, 1, 2].map(() => random.pick(KINDS));
      const policy = random.pick(["replace", "keyless"] as const);
      const setup = mixedSetup(random);
      const drops = random.pick([1, setup.limits.drops]);
      const deliveries = deliveriesOf(random, kinds, ["a", "a", "b"]);
      return { ...setup, policy, deliveries, limits: { ...setup.limits, drops } };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).some(({ decision }) => (decision?.formerDrops.length ?? 0) > 0),
    often: 0.15,
  },
  {
    name: "re-uploads with hold: the second waits for a person",
    setup: (random) => {
      const persons = [random.pick(["accept", "accept", "reject", "replay"] as const)];
      const kinds = ["sound", random.pick(KINDS), "sound"] as const;
      return { ...mixedSetup(random), policy: "hold", deliveries: deliveriesOf(random, kinds, ["a"]), persons };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).some(({ passedOver }) => passedOver.length > 0),
    often: 0.5,
  },
  {
    name: "re-uploads of the same bytes: left out, and never lost",
    setup: (random) => {
      const kinds = [0, 1, 2].map(() => random.pick(["sound", "sound", "poison", "held", "refused", "empty"] as const));
      const deliveries = deliveriesOf(random, kinds, ["a", "a", "b"], 0.5);
      const second = random.pick(["never", "some time"] as const);
      const setup = { ...mixedSetup(random), deliveries, second, persons: ["replay" as const] };
      return random.next() < 0.3 ? twinsOfTwoPlans(random, setup) : setup;
    },
    occurred: ({ ledger }) => ledger.has("DUPLICATE"),
    often: 0.15,
  },
  {
    name: "the same bytes around an upload that ended otherwise, and is brought back",
    setup: (random) => {
      const between = random.pick(["refused", "refused", "refused", "deadly", "held", "poison", "sound"] as const);
      const [x, y] = [contentOf(random, "sound", "x"), { ...contentOf(random, between, "y"), ...MENDED[between] }];
      const deliveries = [x, y, x].map((content) => {
        return {
          name: nameOf("a"),
          content,
          patient: true,
          events: random.pick([1, 1, 2]),
          tie: false,
          removed: false,
        };
      });
      const persons = [...(between === "held" ? ["reject" as const] : []), "replay" as const];
      // Each comes when the one before is published, and the person last of all; or all of them at once.
      const [weather, producerRest, personsRest] = random.pick([
        [CALM, 100_000, 600_000],
        [CALM, 100_000, 600_000],
        [weatherOf(random), 10_000, 30_000],
        [weatherOf(random), 500, 0],
      ] as const);
      return {
        ...mixedSetup(random),
        deliveries,
        weather,
        persons,
        second: "some time",
        reconcilers: 2,
        producerRest,
        personsRest,
        publishersRest: 0,
        workersPublish: 0.8,
        launchAboveBytes: Number.POSITIVE_INFINITY,
      };
    },
    occurred: (world) => isBroughtBack(world),
    often: 0.25,
  },
  {
    name: "rows brought back of an upload that another replaces meanwhile",
    setup: (random) => {
      const contents = [
        contentOf(random, "late", "first"),
        contentOf(random, random.pick(["sound", "late"]), "second"),
      ];
      const deliveries = contents.map((content, at) => {
        return { name: nameOf("a"), content, patient: true, events: at === 0 ? 1 : 2, tie: false, removed: false };
      });
      const persons = ["replay rows" as const, "replay rows" as const];
      const policy = random.pick(["replace", "keyless"] as const);
      const publishersRest = random.pick([0, 2_000]);
      return { ...mixedSetup(random), policy, deliveries, persons, second: "never", publishers: 2, publishersRest };
    },
    occurred: ({ ledger }) => ledger.inState("SUPERSEDED").some(({ origin }) => origin !== null),
    often: 0.05,
  },
  {
    name: "superseded generations: overwritten before they were copied, or older than what is published",
    setup: (random) => {
      const kinds = [0, 1, 2, 3].map(() => random.pick(KINDS));
      const deliveries = deliveriesOf(random, kinds, ["a"]);
      const policy = random.pick(["replace", "keyless", "keyless", "merge"] as const);
      const publishersRest = random.pick([2_000, 10_000]);
      return { ...mixedSetup(random), policy, deliveries, publishersRest, workersPublish: 0.2 };
    },
    occurred: ({ ledger }) => ledger.has("SUPERSEDED"),
    often: 0.3,
  },
];

/** The next version mends it. */
const MENDED: Readonly<Record<string, Partial<Content>>> = {
  refused: { refusedBelow: 2 },
  deadly: { deadlyBelow: 2 },
  poison: { poisonBelow: 2 },
};

/** The one between was committed after all. */
function isBroughtBack({ ledger }: World): boolean {
  return ledger.inState("COMMITTED").some(({ round, history }) => {
    return round > 1 && history.some(({ state }) => state === "REJECTED" || state === "POISON" || state === "HELD");
  });
}

/** Bytes that only the next version can load come under both, and an older drop is replayed under the next. */
function twinsOfTwoPlans(random: Random, setup: Setup): Setup {
  const poison = { ...contentOf(random, "poison", "twins"), poisonBelow: 2 };
  const contents = [contentOf(random, "held", "older"), poison, poison];
  const deliveries = contents.map((content, at) => {
    return { name: nameOf(at === 0 ? "b" : "a"), content, patient: true, events: 1, tie: false, removed: false };
  });
  return { ...setup, deliveries, second: "some time", publishersRest: 8_000, workersPublish: 0 };
}

function committedTwice({ ledger }: World): boolean {
  const names = ledger.inState("COMMITTED").map(({ drop }) => drop.name);
  return new Set(names).size < names.length;
}
