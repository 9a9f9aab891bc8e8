import { DATASET } from "../contracts.ts";
import { CALM } from "../luck.ts";
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
    setup: (random) => ({ ...mixedSetup(random), launchAboveBytes: 0, hostTrouble: 0.4, reconcilers: 1 }),
    occurred: ({ farm }) => farm.launched.size > 1,
    often: 0.75,
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
      return { ...setup, deliveries, weather: calm ? CALM : foul, hostTrouble: 0, reconcilers: 2, skewHours: 30 };
    },
    occurred: ({ ledger }) => [...ledger.entries.values()].some(({ attempt }) => attempt > 1),
    often: 0.33,
  },
  {
    name: "messages: what became of a drop is told once",
    setup: (random) => {
      const kinds = ["held", random.pick(["some bad", "refused", "warned", "late", "poison"] as const)] as const;
      const persons = [random.pick(["accept", "reject", "replay", "replay rows"] as const)];
      return { ...mixedSetup(random), deliveries: deliveriesOf(random, kinds), persons, tellers: 2 };
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
