import type { RuleResult } from "../plan/report.ts";
import { checkFindings } from "./findings/checks.ts";
import { publishedFindings } from "./findings/published.ts";
import { reasonFindings } from "./findings/reasons.ts";
import { ruleFindings } from "./findings/rules.ts";
import type { RunStory } from "./story.ts";

/** A sample with the file that it lies in. */
export interface FoundSample {
  readonly name: string;
  readonly row: number;
  readonly path: string;
  readonly value: string | null;
}

/** One thing that is not as promised, over all drops of a story. */
export interface Finding {
  /** `published`: a check that was asked after publication. */
  readonly kind: "rule" | "check" | "reason" | "published";
  readonly id: string;
  readonly severity: "error" | "warning";
  readonly description: string;
  readonly businessImpact: string | null;
  readonly threshold: RuleResult["threshold"];
  /** Rows that failed a rule, of `of`; 0 for all else. */
  readonly failed: number;
  readonly of: number;
  /** What a check measured in the worst drop, or last after publication; null: not run, or no check. */
  readonly measured: number | null;
  /** What it does to the rows or the drop. `unknown`: it was asked after publication and nothing could be measured. */
  readonly effect: "quarantined" | "kept" | "held" | "refused" | "noted" | "unknown";
  /** How bad, 0 to 1, to be compared with what was told before. */
  readonly share: number;
  /** In which drops, the worst first; `weight`: failed rows, or 1. */
  readonly where: readonly { readonly name: string; readonly weight: number }[];
  readonly masked: boolean;
  /** Of a rule: contract path, `wifi_aps[].rssi`; null: over the whole row. */
  readonly path: string | null;
  readonly samples: readonly FoundSample[];
  readonly causes: readonly { readonly value: string | null; readonly rows: number }[];
  /** Why a check was not run, or what to do about a reason. */
  readonly note: string | null;
}

/** Errors before warnings, the most rows first. */
export function findingsOf(story: Pick<RunStory, "drops" | "plan" | "checked">): Finding[] {
  return sorted([...dropFindings(story), ...publishedFindings(story)]);
}

/** Of the drops alone, in the same order. */
export function dropFindings({ drops, plan }: Pick<RunStory, "drops" | "plan">): Finding[] {
  const afterwards = new Set(plan.checks.filter(({ when }) => when === "afterPublish").map(({ id }) => id));
  return sorted([...ruleFindings(drops), ...checkFindings(drops, afterwards), ...reasonFindings(drops)]);
}

function sorted(found: readonly Finding[]): Finding[] {
  const rank = ({ severity, kind }: Finding) => (severity === "error" ? 0 : 2) + (kind === "rule" ? 1 : 0);
  return found.toSorted(
    (a, b) => rank(a) - rank(b) || b.failed - a.failed || b.share - a.share || (a.id < b.id ? -1 : 1),
  );
}
