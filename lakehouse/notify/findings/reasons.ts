import type { Reason } from "../../plan/report.ts";
import type { Finding } from "../findings.ts";
import type { DropStory } from "../story.ts";

/** Codes that only repeat what rules and checks say themselves. */
const REPEATED: ReadonlySet<string> = new Set([
  "RULE_EXCEEDED",
  "RULE_WARNING",
  "CHECK_FAILED",
  "CHECK_NOT_RUN",
  "CHECK_WARNING",
  "CIRCUIT_BREAKER",
]);

interface Told {
  readonly drop: DropStory;
  readonly reason: { readonly code: string; readonly message: string; readonly cure: string };
}

export function reasonFindings(drops: readonly DropStory[]): Finding[] {
  const told = drops.flatMap((drop) => reasonsOf(drop).map((reason) => ({ drop, reason })));
  return [...Map.groupBy(told, ({ reason }) => reason.code).values()].map(reasonFinding);
}

function reasonsOf(drop: DropStory): Told["reason"][] {
  if (drop.outcome === "superseded" || drop.outcome === "duplicate") return [];
  const ran = new Set((drop.report?.checks ?? []).filter(({ outcome }) => outcome === "not run").map(({ id }) => id));
  const named = ({ code, message }: Reason) => code === "CHECK_SKIPPED" && ran.has(message.split(" ")[0] ?? "");
  const own = (drop.report?.reasons ?? []).filter((reason) => !REPEATED.has(reason.code) && !named(reason));
  const entry = drop.reason;
  const known = entry === null || REPEATED.has(entry.code) || own.some(({ code }) => code === entry.code);
  return known ? own : [entry, ...own];
}

function reasonFinding(told: readonly Told[]): Finding {
  const { drop, reason } = told[0] as Told;
  const refused = told.some((each) => each.drop.outcome !== "committed" && each.drop.outcome !== "held");
  const held = told.some((each) => each.drop.outcome === "held");
  const grave = (refused || held) && !reason.code.startsWith("COLUMNS_") && reason.code !== "CHECK_SKIPPED";
  return {
    kind: "reason",
    id: reason.code,
    severity: grave && drop.decidedBy === null ? "error" : "warning",
    description: reason.message,
    businessImpact: null,
    threshold: null,
    failed: 0,
    of: 0,
    measured: null,
    effect: !grave ? "noted" : held ? "held" : "refused",
    share: 1,
    where: told.map((each) => ({ name: each.drop.name, weight: 1 })),
    masked: false,
    path: null,
    samples: [],
    causes: [],
    note: reason.cure,
  };
}
