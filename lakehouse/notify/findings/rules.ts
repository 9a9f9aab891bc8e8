import type { RuleResult } from "../../plan/report.ts";
import type { Finding, FoundSample } from "../findings.ts";
import type { DropStory } from "../story.ts";
import { described, reported, type Seen, sum } from "./reported.ts";

const SAMPLES = 5;

export function ruleFindings(drops: readonly DropStory[]): Finding[] {
  const failed = reported(drops).flatMap(({ drop, report }) =>
    report.rules
      .filter(({ outcome, severity }) => severity !== "info" && outcome !== "passed" && outcome !== "counted")
      .map((result) => ({ drop, report, result })),
  );
  return [...Map.groupBy(failed, ({ result }) => result.id).values()].map(ruleFinding);
}

function ruleFinding(seen: readonly Seen<RuleResult>[]): Finding {
  const worst = seen.toSorted((a, b) => b.result.failed - a.result.failed);
  const { result } = worst[0] as Seen<RuleResult>;
  const failed = sum(seen.map((each) => each.result.failed));
  const of = sum(seen.map(({ report }) => report.rows.in ?? 0));
  const held = seen.some((each) => each.result.outcome === "exceeded" && each.drop.outcome === "held");
  const kept = seen.every((each) => each.result.outcome === "warned");
  return {
    kind: "rule",
    ...described(result),
    severity: result.severity === "error" ? "error" : "warning",
    failed,
    of,
    measured: null,
    effect: held ? "held" : kept ? "kept" : "quarantined",
    share: of === 0 ? 0 : failed / of,
    where: worst.map(({ drop, result: each }) => ({ name: drop.name, weight: each.failed })),
    masked: seen.some((each) => each.result.masked),
    path: result.column === null ? null : result.path,
    samples: takeInTurn(
      worst.map(({ drop, result: each }) => each.samples.map((sample) => ({ name: drop.name, ...sample }))),
    ),
    causes: summed(seen.flatMap((each) => each.result.causes)),
    note: null,
  };
}

/** One of each file before the second of any. */
function takeInTurn(lists: readonly (readonly FoundSample[])[]): FoundSample[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []));
  return turns.flat().slice(0, SAMPLES);
}

function summed(causes: Finding["causes"]): Finding["causes"] {
  return [...Map.groupBy(causes, ({ value }) => value)]
    .map(([value, each]) => ({ value, rows: sum(each.map(({ rows }) => rows)) }))
    .sort((a, b) => b.rows - a.rows || ((a.value ?? "") < (b.value ?? "") ? -1 : 1));
}
