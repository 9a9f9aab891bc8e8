import type { CheckResult } from "../../plan/report.ts";
import type { Finding } from "../findings.ts";
import type { DropStory } from "../story.ts";
import { described, reported, type Seen } from "./reported.ts";

export function checkFindings(drops: readonly DropStory[], afterwards: ReadonlySet<string>): Finding[] {
  // A replay is a part of a drop: checks of the whole are not run on it.
  const whole = drops.filter(({ replayOf }) => replayOf === null);
  const failed = reported(whole).flatMap(({ drop, report }) =>
    report.checks
      .filter(({ id, severity, outcome }) => severity !== "info" && outcome !== "passed" && !afterwards.has(id))
      .map((result) => ({ drop, report, result })),
  );
  return [...Map.groupBy(failed, ({ result }) => result.id).values()].map(checkFinding);
}

function checkFinding(seen: readonly Seen<CheckResult>[]): Finding {
  const worst = seen.toSorted((a, b) => (b.result.measured ?? -1) - (a.result.measured ?? -1));
  const { drop, result } = worst[0] as Seen<CheckResult>;
  const percent = result.threshold.unit === "percent" ? Math.min(1, Math.max(0, (result.measured ?? 0) / 100)) : 1;
  return {
    kind: "check",
    ...described(result),
    severity: result.severity === "error" ? "error" : "warning",
    failed: 0,
    of: 0,
    measured: result.measured,
    effect: drop.outcome === "held" && result.severity === "error" ? "held" : "kept",
    share: percent,
    where: seen.map((each) => ({ name: each.drop.name, weight: 1 })),
    masked: false,
    path: null,
    samples: [],
    causes: [],
    note: result.note,
  };
}
