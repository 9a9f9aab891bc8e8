import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

// What a run comes to its end with, and what is wrong all the same.

const STACK = "pulumi:pulumi:Stack";
const PROVIDERS = "pulumi:providers:";

/** What shows in a text that it was made of the wrong value, and what to do. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/Calling \[to(String|JSON)\]/, "an output was written into a text → use pulumi.interpolate or .apply"],
  [/\[object [A-Z]\w*\]/, "an object was written into a text → name the member that is meant, or use JSON.stringify"],
  [
    /(^|[/:@."-])undefined|undefined([/:@."-]|$)/,
    "`undefined` was written into a text → look where the value comes from",
  ],
  [new RegExp(`.${UNKNOWN}|${UNKNOWN}.`), "what is not known yet was written into a text → use pulumi.interpolate"],
];

/** Of all resources of a run: `TYPE NAME: PATH: reason → cure`. */
export function faults(resources: readonly Resource[]): string[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const parents = new Set(resources.map(({ parent }) => parent));
  return resources.flatMap((resource) =>
    [
      ...signProblems(resource.name, "its name"),
      ...signProblems(resource.inputs, ""),
      ...placeProblems(resource, byUrn.get(resource.parent)),
      ...(isComponent(resource) && !parents.has(resource.urn)
        ? ["nothing is in it → leave it out; what waits for an empty component waits for nothing"]
        : []),
    ].map((problem) => `${resource.type} ${resource.name}: ${problem}`),
  );
}

function isComponent({ type, isCustom }: Resource): boolean {
  return !isCustom && type !== STACK;
}

function placeProblems({ type, isCustom, provider }: Resource, parent: Resource | undefined): string[] {
  if (!isCustom || type.startsWith(PROVIDERS)) return [];
  const isAlone = parent === undefined || parent.type === STACK;
  const isDefault = provider === "" || /::default(_[\w.]*)?::/.test(provider);
  return [
    ...(isAlone ? ["belongs to no component → give it { parent: this }"] : []),
    ...(type.startsWith("gcp:") && isDefault
      ? ["uses the default provider, which knows no labels of ours → let its component have one: providers: { gcp }"]
      : []),
  ];
}

function signProblems(value: unknown, at: string): string[] {
  if (typeof value === "string") {
    const sign = SIGNS.find(([pattern]) => pattern.test(value));
    return sign === undefined ? [] : [`${at}: ${sign[1]}`];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => signProblems(item, `${at}[${index}]`));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const path = at === "" ? name : `${at}.${name}`;
    return [...signProblems(name, `${path}, its key`), ...signProblems(item, path)];
  });
}
