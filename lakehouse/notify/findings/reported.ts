import type { Report } from "../../plan/report.ts";
import type { Finding } from "../findings.ts";
import type { DropStory } from "../story.ts";

/** A result with the drop that it is of. */
export interface Seen<T> {
  readonly drop: DropStory;
  readonly report: Report;
  readonly result: T;
}

/** Drops that count, with their reports. */
export function reported(drops: readonly DropStory[]): { drop: DropStory; report: Report }[] {
  return drops.flatMap((drop) =>
    drop.report && drop.outcome !== "superseded" && drop.outcome !== "duplicate" ? [{ drop, report: drop.report }] : [],
  );
}

type Described = Pick<Finding, "id" | "description" | "businessImpact" | "threshold">;

export function described({ id, description, businessImpact, threshold }: Described): Described {
  return { id, description, businessImpact, threshold };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
