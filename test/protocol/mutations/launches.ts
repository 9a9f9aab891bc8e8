import { inWrongOrder, type Mutation, mutateLauncher, mutateObjects } from "./mutation.ts";

// Jobs of launched hosts.

export const launchMutations: readonly Mutation[] = [
  {
    rule: "a job is told of its drops before they are LAUNCHED",
    scenario: "backlogs",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/jobs\//, /\/drops\//)),
  },
  {
    rule: "LAUNCHED without such a job: anyone launches it",
    scenario: "launches",
    mutate: mutateLauncher(({ phase }) => ({
      phase: async (name) => ((await phase(name)) === "absent" ? "running" : phase(name)),
    })),
  },
  {
    rule: "a job that ended without a report gives way to the next attempt",
    scenario: "half a job",
    mutate: mutateLauncher(({ phase }) => ({
      phase: async (name) => ((await phase(name)) === "ended" ? "running" : phase(name)),
    })),
  },
];
