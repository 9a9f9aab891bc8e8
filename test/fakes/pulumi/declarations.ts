import { classOf } from "./declarations/find.ts";
import { memberProblems } from "./declarations/match.ts";
import type { Shape } from "./declarations/shape.ts";
import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

// What the provider itself would refuse before it calls Google. It is no part of these tests, but its declarations are:
// names, what is required, what is deprecated, lists of values, kinds of values.

const OURS = /^(gcp:|pulumi:providers:gcp$)/;

/** Of every resource of Google Cloud: `TYPE NAME: PATH: reason → cure`. */
export function inputProblems(resources: readonly Resource[]): string[] {
  return resources
    .filter(({ type, isCustom }) => isCustom && OURS.test(type))
    .flatMap((resource) => problemsOf(resource).map((problem) => `${resource.type} ${resource.name}: ${problem}`));
}

function problemsOf({ type, inputs }: Resource): string[] {
  const declared = classOf(type);
  if (declared === null)
    return ["the class: is not in the installed provider → look for it in node_modules/@pulumi/gcp"];
  const { deprecated, inputs: members } = declared;
  const given = type.startsWith("pulumi:providers:")
    ? unpacked(inputs, new Map(members.map((m) => [m.name, m.shape])))
    : inputs;
  return [
    ...(deprecated === null ? [] : [`the class: is deprecated → ${deprecated}`]),
    ...memberProblems(given, members),
  ];
}

/** The SDK packs everything but strings into JSON for a provider. */
function unpacked(inputs: Resource["inputs"], shapes: ReadonlyMap<string, Shape>): Resource["inputs"] {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const isPacked = typeof value === "string" && value !== UNKNOWN && shapes.get(name)?.kind !== "string";
    return [name, isPacked && shapes.has(name) ? JSON.parse(value) : value] as const;
  });
  return Object.fromEntries(entries);
}
