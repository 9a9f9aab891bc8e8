import { DATASET } from "../contracts.ts";
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

function committedTwice({ ledger }: World): boolean {
  const names = ledger.inState("COMMITTED").map(({ drop }) => drop.name);
  return new Set(names).size < names.length;
}
