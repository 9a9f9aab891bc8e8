import type { Finding } from "../findings.ts";
import type { CheckedStory, PublishedCheck, RunStory } from "../story.ts";
import { described } from "./reported.ts";

/** A check after publication that does not hold, or of which nobody knows whether it does. */
export interface PublishedFinding extends Finding {
  readonly outcome: Exclude<PublishedCheck["outcome"], "passed">;
  /** Numbers, oldest first. */
  readonly publications: readonly number[];
  /** Of all these publications; `*`: the whole table. */
  readonly partitions: readonly string[];
  /** As it was asked last; null: it was not. */
  readonly query: string | null;
}

interface Seen {
  readonly of: CheckedStory;
  readonly result: PublishedCheck;
  readonly outcome: PublishedFinding["outcome"];
}

/** One a check and outcome, over all publications of a story; errors before warnings. */
export function publishedFindings({ checked }: Pick<RunStory, "checked">): PublishedFinding[] {
  const seen = (checked ?? []).flatMap((of) => of.results.flatMap((result) => told(of, result)));
  const groups = Map.groupBy(seen, ({ result, outcome }) => `${outcome} ${result.id}`);
  const found = [...groups.values()].map(publishedFinding);
  const rank = ({ severity, effect }: Finding) => (severity === "error" ? 0 : 2) + (effect === "unknown" ? 1 : 0);
  return found.sort((a, b) => rank(a) - rank(b));
}

function told(of: CheckedStory, result: PublishedCheck): Seen[] {
  const { outcome, severity } = result;
  return outcome === "passed" || severity === "info" ? [] : [{ of, result, outcome }];
}

function publishedFinding(seen: readonly Seen[]): PublishedFinding {
  const { result, outcome } = seen.at(-1) as Seen;
  const { threshold, measured, severity } = result;
  const unknown = outcome === "crashed" || outcome === "not run";
  return {
    kind: "published",
    ...described(result),
    // Nothing to measure, or no text for this warehouse, is no fault of today.
    severity: severity === "error" && outcome !== "not run" ? "error" : "warning",
    failed: 0,
    of: 0,
    measured,
    effect: unknown ? "unknown" : "kept",
    share: threshold.unit === "percent" && !unknown ? Math.min(1, Math.max(0, (measured ?? 0) / 100)) : 1,
    where: [],
    masked: false,
    path: null,
    samples: [],
    causes: [],
    note: result.note,
    outcome,
    publications: seen.map(({ of }) => of.number),
    partitions: [...new Set(seen.flatMap(({ of }) => of.partitions))].sort(),
    query: result.query,
  };
}
