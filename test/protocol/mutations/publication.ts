import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import type { Warehouse } from "../../../lakehouse/ports.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import {
  blindly,
  inWrongOrder,
  type Mutation,
  mutateObjects,
  mutateWarehouse,
  readAs,
  withoutWrites,
} from "./mutation.ts";

// The log and its jobs.

export const publicationMutations: readonly Mutation[] = [
  {
    rule: "a publication is created at the next number alone, and changed by compare-and-swap",
    scenario: "batch limits",
    mutate: mutateObjects((objects) => blindly(objects, /\/log\//)),
  },
  {
    rule: "a publication is projected before the next",
    scenario: "batch limits",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/drops\//, /\/log\//, '"state": "COMMITTED"')),
  },
  {
    rule: "the same step has the same job id, whoever runs it",
    scenario: "everything",
    mutate: mutateWarehouse(randomJobs),
  },
  {
    rule: "a decision is recorded before anything acts on it",
    scenario: "lost staging tables",
    mutate: mutateObjects((objects) =>
      readAs(objects, /\/log\//, (value) => {
        return value.state === "PLANNED" ? { ...value, state: "PREPARED", decision: null } : value;
      }),
    ),
  },
  {
    rule: "after an abort without a culprit the next batch is half as large",
    scenario: "aborts without a culprit",
    mutate: mutateObjects((objects) =>
      readAs(objects, /\/log\//, (value) => {
        const { abort } = value as unknown as Publication;
        return { ...value, abort: abort && { ...abort, limit: null } };
      }),
    ),
  },
  {
    rule: "culprits are found",
    scenario: "aborts with a culprit",
    mutate: mutateObjects((objects) =>
      readAs(objects, /\/log\//, (value) => {
        const { abort } = value as unknown as Publication;
        return { ...value, abort: abort && { ...abort, culprits: [] } };
      }),
    ),
  },
  {
    rule: "staging gets the columns that its target has gained",
    scenario: "additive",
    mutate: mutateWarehouse(() => ({ widen: async () => undefined })),
  },
  {
    rule: "what a job that is there did is known by asking for it",
    scenario: "everything",
    mutate: mutateWarehouse((warehouse) => ({
      job: async (id) => {
        const job = await warehouse.job(id);
        return job?.state === "done" ? null : job;
      },
    })),
  },
  {
    rule: "lake readers are told of what was committed",
    scenario: "everything",
    mutate: mutateObjects((objects) => withoutWrites(objects, /^committed\//)),
  },
];

/** Ids that nobody else can know. */
function randomJobs(warehouse: Warehouse, { token }: Tools): Partial<Warehouse> {
  const own = new Map<string, string>();
  return {
    insert: (id, labels, spec) => {
      own.set(id, `${id}-${token().slice(0, 6)}`);
      return warehouse.insert(own.get(id) ?? id, labels, spec);
    },
    job: async (id) => {
      const mine = own.get(id);
      return mine === undefined ? null : warehouse.job(mine);
    },
  };
}
