import type { Manifest } from "../../../lakehouse/plan/manifest.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import { inWrongOrder, type Mutation, mutateLauncher, mutateObjects } from "./mutation.ts";

// Jobs of launched hosts.

export const launchMutations: readonly Mutation[] = [
  {
    rule: "a job is told of its drops before they are LAUNCHED",
    scenario: "backlogs",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/jobs\//, /\/drops\//, "sluice/manifest")),
  },
  {
    rule: "whoever tells something else starts another job",
    scenario: "overlaps",
    mutate: namedByFirstDrop,
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

/** As if two workers' jobs were one because they begin with the same drop. */
function namedByFirstDrop(tools: Tools): Tools {
  const names = new Map<string, string>();
  const renamed = (text: string) => text.replace(/sluice-[a-z-]+-[0-9a-f]{24}/g, (name) => names.get(name) ?? name);
  const { objects, launcher } = tools;
  const write: typeof objects.write = (name, content, precondition) => {
    if (content.kind !== "bytes" || !/\/(jobs|drops)\//.test(name)) return objects.write(name, content, precondition);
    const text = new TextDecoder().decode(content.bytes);
    if (name.includes("/jobs/")) {
      const { name: job, dataset, drops } = JSON.parse(text) as Manifest;
      const [first] = drops;
      names.set(job, `sluice-${dataset}-${first?.key}-${first?.round}-${first?.attempt}`);
    }
    return objects.write(
      renamed(name),
      { kind: "bytes", bytes: new TextEncoder().encode(renamed(text)) },
      precondition,
    );
  };
  return {
    ...tools,
    objects: { ...objects, write, read: (name, wanted) => objects.read(renamed(name), wanted) },
    launcher: {
      ...launcher,
      launch: ({ name, manifest, host }) => launcher.launch({ name: renamed(name), manifest: renamed(manifest), host }),
    },
  };
}
