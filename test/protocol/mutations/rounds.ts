import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { Objects } from "../../../lakehouse/ports.ts";
import { blindly, type Mutation, mutateObjects, readAs } from "./mutation.ts";

// Reports and rounds.

export const roundMutations: readonly Mutation[] = [
  {
    rule: "the first report of a round wins",
    scenario: "lease clocks",
    mutate: mutateObjects((objects) => blindly(objects, /\/reports\//)),
  },
  {
    rule: "each round has a report of its own",
    scenario: "holds",
    mutate: mutateObjects(firstRoundOnly),
  },
  {
    rule: "markers belong to a round",
    scenario: "holds",
    mutate: mutateObjects(withoutRounds),
  },
  {
    rule: "a publication speaks of the round that it names",
    scenario: "aborts with a culprit",
    mutate: mutateObjects((objects, _tools, { ledger }) =>
      readAs(objects, /\/drops\//, (value) => {
        const { drop, dataset, round, state } = value as unknown as Entry;
        const named = ledger
          .log(dataset)
          .at(-1)
          ?.drops.find(({ key }) => key === drop.key)?.round;
        return state === "READY" && named !== undefined && named < round ? { ...value, round: named } : value;
      }),
    ),
  },
];

function firstRoundOnly(objects: Objects): Partial<Objects> {
  const first = (name: string) => name.replace(/(\/reports\/.*\/)\d+\.json$/, "$11.json");
  return {
    read: (name, wanted) => objects.read(first(name), wanted),
    write: (name, content, precondition) => objects.write(first(name), content, precondition),
  };
}

function withoutRounds(objects: Objects): Partial<Objects> {
  const bare = (name: string) => name.replace(/(\/(open|ready)\/dt=.*)-\d+$/, "$1-1");
  return {
    stat: (name, precondition) => objects.stat(bare(name), precondition),
    write: (name, content, precondition) => objects.write(bare(name), content, precondition),
    remove: (name, precondition) => objects.remove(bare(name), precondition),
  };
}
