import type { Contract } from "../contract/contract.ts";
import { landingPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";

/** A contract that a path belongs to, with the object name that the path stands for. */
export interface Match {
  readonly contract: Contract;
  /** The longest end of the path that the contract's landing pattern matches. */
  readonly name: string;
  /** The day that the pattern captured; null: it captures none. */
  readonly day: string | null;
}

/** One match for each contract whose pattern fits an end of the path. More than one means that contracts overlap. */
export function matchesOf(path: string, contracts: readonly Contract[]): Match[] {
  const names = endsOf(path);
  return contracts.flatMap((contract) => matchWith(names, contract) ?? []);
}

/** The match with a contract that was named, or the whole path as the object's name where its pattern does not fit. */
export function matchNamed(path: string, contract: Contract): Match {
  const names = endsOf(path);
  return matchWith(names, contract) ?? { contract, name: names[0] ?? path, day: null };
}

function matchWith(names: readonly string[], contract: Contract): Match | null {
  if (contract.landing === null) return null; // a derived table takes no drops
  const pattern = new RegExp(`^(?:${contract.landing.pattern})$`, "v");
  for (const name of names) {
    const found = pattern.exec(name);
    if (found) return { contract, name, day: found.groups?.dt ?? null };
  }
  return null;
}

/** `a/b/c.parquet`, `b/c.parquet`, `c.parquet`. */
function endsOf(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== "." && segment !== "..");
  return segments.map((_, start) => segments.slice(start).join("/"));
}

/** What an object's name says: the plan of its dataset, and the day that the pattern captured. */
export interface MatchedName {
  readonly plan: Plan;
  readonly day: string | null;
}

/** Cloud Storage's limit; in a lake of one bucket it holds for the zone's name and the object's together. */
const MOST_BYTES = 1024;

/** Of names in landing, by the plans that are deployed. A name that is too long for a lake fits none. */
export function matchByPlans(plans: readonly Plan[]): (name: string) => MatchedName | null {
  const patterns = plans.flatMap((plan) =>
    plan.landing ? [{ plan, pattern: new RegExp(`^(?:${plan.landing.pattern})$`, "v") }] : [],
  );
  return (name) => {
    if (Buffer.byteLength(landingPath(name)) > MOST_BYTES) return null;
    for (const { plan, pattern } of patterns) {
      const found = pattern.exec(name);
      if (found) return { plan, day: found.groups?.dt ?? null };
    }
    return null;
  };
}
