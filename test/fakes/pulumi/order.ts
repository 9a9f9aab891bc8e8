import { apiNeeds } from "./order/apis.ts";
import { grantNeeds } from "./order/grants.ts";
import type { Need } from "./order/need.ts";
import { projectsOf, referenceNeeds } from "./order/references.ts";
import type { Resource } from "./registry.ts";

// What must exist before what. Pulumi makes everything at once that does not wait for each other: an order that nobody
// asked for holds on one day and not on the next.

/** URNs of all that is there before a resource is made: what it waits for and what it stands in, and so on. */
export function closure(resources: readonly Resource[], urn: string): ReadonlySet<string> {
  return closureIn(new Map(resources.map((one) => [one.urn, one])), urn);
}

/**
 * Of a run whose outputs are known (in a preview nobody can tell whose an account is): `TYPE NAME: reason → cure`.
 */
export function orderProblems(resources: readonly Resource[]): string[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const projects = projectsOf(resources);
  return resources
    .filter(({ type, isCustom }) => isCustom && type.startsWith("gcp:"))
    .flatMap((resource) => {
      const apis = apiNeeds(resource);
      const needs = [...(apis ?? []), ...grantNeeds(resource), ...referenceNeeds(resource, projects)];
      const before =
        needs.length === 0 ? [] : [...closureIn(byUrn, resource.urn)].flatMap((urn) => byUrn.get(urn) ?? []);
      return [
        ...(apis === null ? ["nobody has said which API it needs → add its module to order/apis.ts"] : []),
        ...needs.flatMap((need) => needProblems(need, before, resources)),
      ].map((problem) => `${resource.type} ${resource.name}: ${problem}`);
    });
}

function needProblems({ what, isMetBy }: Need, before: readonly Resource[], all: readonly Resource[]): string[] {
  if (before.some(isMetBy)) return [];
  const late = all.find(isMetBy);
  if (late === undefined) return [`needs ${what} → nothing in the stack makes it`];
  return [`does not wait for ${what} → let it depend on ${late.name}`];
}

function closureIn(byUrn: ReadonlyMap<string, Resource>, urn: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [urn];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { parent = "", dependsOn = [] } = byUrn.get(next) ?? {};
    for (const before of [parent, ...dependsOn]) {
      if (before === "" || found.has(before)) continue;
      found.add(before);
      waiting.push(before);
    }
  }
  return found;
}
