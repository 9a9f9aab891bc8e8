import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { Mutate } from "../world.ts";
import { type Mutation, mutateObjects, readAs, writtenAs } from "./mutation.ts";

// What people wanted, and which of two uploads is the newer one.

export const decisionMutations: readonly Mutation[] = [
  {
    rule: "no row of an accepted drop is late",
    scenario: "late rows",
    mutate: withoutWindow(({ round, lifts }) => round > 1 && lifts.holds),
  },
  {
    rule: "no row that is brought back is late, if its person says so",
    scenario: "replays",
    mutate: withoutWindow(({ origin, round }) => origin !== null && round === 1),
  },
  {
    rule: "no row of a replayed drop is late, if its person says so",
    scenario: "holds",
    mutate: withoutWindow(({ round, lifts }) => round > 1 && !lifts.holds),
  },
  {
    rule: "of two uploads of one time the greater generation is newer",
    scenario: "re-uploads with merge",
    mutate: mutateObjects((objects) =>
      readAs(objects, /\/names\//, (name) => {
        return { ...name, generation: String(10n ** 19n - BigInt(String(name.generation))) };
      }),
    ),
  },
  {
    rule: "what was refused between two uploads of the same bytes may come back",
    scenario: "the same bytes",
    mutate: mutateObjects((objects) => ({
      list: async (prefix, startAt) => (prefix.includes("/refused/") ? [] : objects.list(prefix, startAt)),
    })),
  },
];

function withoutWindow(of: (entry: Entry) => boolean): Mutate {
  return mutateObjects((objects) =>
    writtenAs<Entry>(objects, /\/drops\//, (entry) =>
      of(entry) ? { ...entry, lifts: { ...entry.lifts, window: false } } : entry,
    ),
  );
}
