import type { Random } from "../../property/random.ts";
import { DATASET } from "../contracts.ts";
import type { Setup } from "../setup.ts";
import type { World } from "../world.ts";
import { deliveriesOf, mixedSetup } from "./base.ts";
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
      return { ...mixedSetup(random), policy, deliveries: deliveriesOf(random, kinds, ["a", "a", "b"]) };
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
