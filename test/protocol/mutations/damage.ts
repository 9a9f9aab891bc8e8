import type { JobSpec, Warehouse } from "../../../lakehouse/ports.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import type { World } from "../world.ts";
import { type Mutation, mutateObjects, mutateWarehouse, readAs } from "./mutation.ts";

// What keeps wrong statistics, jobs of others, losses and short standstills from doing harm.

export const damageMutations: readonly Mutation[] = [
  {
    rule: "a job is this publication's only if its labels say so",
    scenario: "a warehouse",
    mutate: mutateWarehouse((warehouse) => {
      const own = new Map<string, Readonly<Record<string, string>>>();
      return {
        insert: (id, labels, spec) => {
          own.set(id, labels);
          return warehouse.insert(id, labels, spec);
        },
        job: async (id) => {
          const job = await warehouse.job(id);
          return job && { ...job, labels: own.get(id) ?? job.labels };
        },
      };
    }),
  },
  {
    rule: "as many rows were loaded as the reports promise",
    scenario: "a warehouse",
    mutate: mutateWarehouse(asPromised),
  },
  {
    rule: "what failed before a person resumed it is tried again",
    scenario: "a warehouse",
    mutate: mutateObjects((objects) =>
      readAs(objects, /\/log\//, ({ resumed: _resumed, ...publication }) => publication),
    ),
  },
  {
    rule: "nothing is tried again while a quota is used up",
    scenario: "lost staging tables",
    mutate: mutateWarehouse((warehouse) => ({
      job: async (id) => {
        const job = await warehouse.job(id);
        return job?.error?.kind === "quota" ? { ...job, error: { ...job.error, kind: "passing" } } : job;
      },
    })),
  },
  {
    rule: "a publication keeps its epoch, whatever becomes of the object",
    scenario: "entries, names and markers",
    mutate: mutateObjects((objects) => readAs(objects, /\/log\//, ({ epoch: _epoch, ...publication }) => publication)),
  },
  {
    rule: "a worker shows signs of life three times in a lease",
    scenario: "signs of life",
    mutate: (tools) => ({ ...tools, clock: { ...tools.clock, sleep: beating(tools, 6) } }),
  },
  {
    rule: "a claim is respected for the whole of its lease",
    scenario: "signs of life",
    mutate: (tools) => ({
      ...tools,
      leaseSeconds: tools.leaseSeconds / 2,
      clock: { ...tools.clock, sleep: beating(tools, 2) },
    }),
  },
];

/** Says of every load that it brought all rows. */
function asPromised(warehouse: Warehouse, _tools: Tools, { ledger }: World): Partial<Warehouse> {
  const loads = new Map<string, Extract<JobSpec, { kind: "load" }>>();
  const rowsOf = ({ files }: Extract<JobSpec, { kind: "load" }>) => {
    const named = [...ledger.reports.values()].flatMap((report) => report.files.good);
    return named.filter(({ uri }) => files.some((file) => file.uri === uri)).reduce((sum, { rows }) => sum + rows, 0);
  };
  return {
    insert: (id, labels, spec) => {
      if (spec.kind === "load") loads.set(id, spec);
      return warehouse.insert(id, labels, spec);
    },
    job: async (id) => {
      const [job, load] = [await warehouse.job(id), loads.get(id)];
      if (!job || !load || job.state !== "done" || job.error) return job;
      return { ...job, counts: { ...job.counts, loaded: rowsOf(load) } };
    },
  };
}

/** Signs of life come as many times later: only who shows them can be woken. */
function beating({ clock }: Tools, times: number): Tools["clock"]["sleep"] {
  return (milliseconds, signal) => clock.sleep(signal ? times * milliseconds : milliseconds, signal);
}
