import type { Random } from "../../property/random.ts";
import type { Content } from "../content.ts";
import { CALM } from "../luck.ts";
import type { Delivery, Setup } from "../setup.ts";
import type { World } from "../world.ts";
import { deliveriesOf, mixedSetup, weatherOf } from "./base.ts";
import { contentOf, nameOf } from "./contents.ts";
import type { Scenario } from "./scenario.ts";

// Objects that arrive again with the bytes of before: no news, unless something else came between.

export const sameBytes: readonly Scenario[] = [
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
      const between = random.pick(["refused", "refused", "deadly", "held", "poison"] as const);
      const x = contentOf(random, "sound", "x");
      // The next version mends it, and its rows are of the same keys.
      const y = { ...x, ...MENDED[between], note: "y", things: x.things.map((one) => ({ ...one, v: 99 - one.v })) };
      const contents = [x, between === "held" ? contentOf(random, "held", "y") : y, x];
      // Each comes when the one before is done with, and the person last of all; or all of them at once.
      const calm = random.next() < 0.6;
      const [producerRest, personsRest] = calm
        ? [200_000, 2_000_000]
        : random.pick([[10_000, 30_000] as const, [500, 0] as const]);
      return {
        ...mixedSetup(random),
        policy: random.pick(["merge", "sequence", "replace", "keyless", "hold"] as const),
        deliveries: contents.map(patiently),
        weather: calm ? CALM : weatherOf(random),
        persons: between === "held" ? ["reject", "replay"] : ["replay"],
        second: random.pick(["for replays", "for replays", "some time"] as const),
        reconcilers: 2,
        producerRest,
        personsRest,
        publishersRest: 0,
        workersPublish: 1,
        launchAboveBytes: Number.POSITIVE_INFINITY,
      };
    },
    occurred: isBroughtBack,
    often: 0.4,
  },
];

const MENDED: Readonly<Record<string, Partial<Content>>> = {
  refused: { refusedBelow: 2 },
  deadly: { deadlyBelow: 2 },
  poison: { poisonBelow: 2 },
};

function patiently(content: Content): Delivery {
  return { name: nameOf("a"), content, patient: true, events: 1, tie: false, removed: false };
}

/** The one between was ready after all. */
function isBroughtBack({ ledger }: World): boolean {
  return [...ledger.entries.values()].some(({ round, history }) => round > 1 && history.at(-1)?.state !== "REJECTED");
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
