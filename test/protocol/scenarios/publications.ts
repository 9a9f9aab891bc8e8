import { BATCH_LIMITS } from "../../../lakehouse/publish/batch.ts";
import type { Random } from "../../property/random.ts";
import { DATASET } from "../contracts.ts";
import type { Setup } from "../setup.ts";
import type { World } from "../world.ts";
import { deliveriesOf, mixedSetup } from "./base.ts";
import { type Kind, nameOf } from "./contents.ts";
import type { Scenario } from "./scenario.ts";

// What happens to a batch on its way into the table.

const LETTERS = ["a", "b", "c", "d"];

/** Drops of different names gather before somebody publishes them together. */
function gathered(random: Random, kinds: readonly Kind[]): Setup {
  const deliveries = deliveriesOf(random, kinds).map((delivery, at) => {
    return { ...delivery, name: nameOf(LETTERS[at] ?? ""), events: random.pick([1, 1, 2]), removed: false };
  });
  return { ...mixedSetup(random), deliveries, publishersRest: 8_000, workersPublish: 0 };
}

export const publications: readonly Scenario[] = [
  {
    name: "batch limits: one drop alone may be more than they allow",
    setup: (random) => {
      const setup = gathered(random, ["sound", "some bad", random.pick(["sound", "empty", "poison"] as const)]);
      const tight = { files: random.between(1, 2), bytes: random.pick([100, 1_000]), partitions: random.between(1, 3) };
      const limits = { ...BATCH_LIMITS, ...random.pick([{ drops: 1 }, { drops: 2 }, tight]) };
      return { ...setup, limits };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).filter(({ state }) => state === "DONE").length > 1,
    often: 0.75,
  },
  {
    name: "aborts with a culprit: the others are published without it",
    setup: (random) => gathered(random, ["sound", "poison", random.pick(["sound", "empty", "poison"] as const)]),
    occurred: ({ ledger }) =>
      ledger.log(DATASET).some(({ abort, drops }) => abort !== null && abort.culprits.length > 0 && drops.length > 1),
    often: 0.3,
  },
  {
    name: "aborts without a culprit: the next batch is half as large",
    setup: (random) => {
      const setup = gathered(random, ["sound", "sound", random.pick(["sound", "poison", "empty"] as const)]);
      return { ...setup, policy: "merge", mostFilesInLoad: random.pick([1, 1, 2]) };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).some(({ abort }) => abort !== null && abort.limit !== null),
    often: 0.25,
  },
  {
    name: "lost staging tables: loaded again, and nothing twice",
    setup: (random) => {
      const setup = gathered(random, ["sound", "sound", random.pick(["sound", "poison"] as const)]);
      return { ...setup, vanishing: random.between(1, 3), jobs: { ...setup.jobs, late: random.pick([0.3, 0.8]) } };
    },
    occurred: ({ ledger }) => ledger.log(DATASET).some(({ load }) => load > 0),
    often: 0.4,
  },
  {
    name: "additive schema changes between split and publish",
    setup: (random) => ({ ...gathered(random, ["sound", "some bad", "sound"]), second: "some time" }),
    occurred: changedBetween,
    often: 0.6,
  },
];

/** Split under version 1, and loaded, or copied, into the table of version 2. */
function changedBetween({ ledger, plans, scheduler }: World): boolean {
  if (scheduler.trace.some(({ what }) => what.startsWith("widen "))) return true;
  return ledger
    .log(DATASET)
    .some(({ plan, shape }) => plan === plans.hashes.first && shape?.columns.some(({ name }) => name === "extra"));
}
