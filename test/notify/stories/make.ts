import type { CheckedStory, DropStory, PastDrop, PublishedCheck, RunStory } from "../../../lakehouse/notify/story.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { type Environment, LOCAL } from "../../../lakehouse/plan/environment.ts";
import { dropKey } from "../../../lakehouse/plan/names.ts";
import type { Plan, PlanCheck } from "../../../lakehouse/plan/plan.ts";
import type { CheckResult, Report, RuleResult } from "../../../lakehouse/plan/report.ts";
import { inputsOf, ownContract } from "../../plan/contracts.ts";

// Parts of stories, each filled in with what is usual, so that a story says only what is special about it.

export const CLOUD: Environment = { id: "prod", project: "acme-lake", location: "EU" };

export function planOf(dataset: "flights" | "device_pings" | "airport_days", environment: Environment = LOCAL): Plan {
  const contract = ownContract(dataset);
  return compilePlan(contract, environment, inputsOf(contract));
}

export function rule(id: string, more: Partial<RuleResult> = {}): RuleResult {
  const column = id.includes(".") ? (id.split(".")[0] ?? null) : null;
  return {
    id,
    column,
    path: column ?? "",
    severity: "error",
    description: `${id} holds`,
    businessImpact: null,
    failed: 0,
    threshold: null,
    outcome: "passed",
    masked: false,
    samples: [],
    causes: [],
    ...more,
  };
}

export const BREAKER: CheckResult = {
  id: "circuit_breaker",
  kind: "quarantinedShare",
  severity: "error",
  description: "at most 20 % of a drop's rows are quarantined",
  businessImpact: null,
  threshold: { operator: "mustBeLessOrEqualTo", values: [20], unit: "percent" },
  measured: 0,
  outcome: "passed",
  note: null,
};

export interface ReportParts {
  readonly dataset: string;
  readonly environment?: string;
  readonly name: string;
  readonly day: string;
  readonly rows: Report["rows"];
  readonly verdict?: Report["verdict"];
  readonly round?: number;
  readonly reasons?: Report["reasons"];
  readonly rules?: readonly RuleResult[];
  readonly checks?: readonly CheckResult[];
  readonly columns?: Partial<Report["columns"]>;
}

export function report(parts: ReportParts): Report {
  const { dataset, name, day, rows, verdict = "ready", round = 1 } = parts;
  const generation = String(Date.parse(`${day}T05:00:00Z`) * 1000 + name.length);
  return {
    format: "sluice/report/1",
    dataset,
    environment: parts.environment ?? "local",
    plan: "5a1c".repeat(16),
    drop: {
      key: dropKey({ bucket: "landing", name, generation }),
      bucket: "landing",
      name,
      generation,
      bytes: "1234567",
      crc32c: "AAAAAA==",
      arrived: `${day}T05:00:00.000Z`,
      arrivalDay: day,
    },
    round,
    attempt: 1,
    lifts: { window: false, holds: false },
    verdict,
    reasons: [...(parts.reasons ?? [])],
    rows,
    columns: { unknown: [], missing: [], retyped: [], renamed: [], ...parts.columns },
    rules: [...(parts.rules ?? [])],
    checks: [...(parts.checks ?? [BREAKER])],
    partitions: [],
    files: { good: [], quarantined: [] },
    passedThrough: false,
    run: {
      host: "node",
      duckdb: "1.5.6",
      units: 1,
      started: `${day}T05:00:01.000Z`,
      milliseconds: { preflight: 12, split: 345, checks: 6, total: 363 },
    },
  };
}

const OUTCOMES = {
  ready: "committed",
  "ready with warnings": "committed",
  held: "held",
  rejected: "rejected",
} as const;

export function drop(of: Report, more: Partial<DropStory> = {}): DropStory {
  const { key, name, arrived, arrivalDay } = of.drop;
  const outcome = OUTCOMES[of.verdict];
  return {
    key,
    round: of.round,
    name,
    arrived,
    arrivalDay,
    outcome,
    reason: outcome === "committed" ? null : (of.reasons[0] ?? null),
    report: of,
    publication: outcome === "committed" ? 12 : null,
    replayOf: null,
    decidedBy: null,
    ...more,
  };
}

export function published(
  number: number,
  good: number,
  duplicates = 0,
  more: { replaced?: number; updated?: number } = {},
) {
  return {
    number,
    committed: "2001-01-05T05:02:00.000Z",
    counts: { good, loaded: good - duplicates, duplicates, updated: 0, replaced: 0, bytesScanned: 0, ...more },
  };
}

/** A good day. */
export function past(day: string, rows: number, more: Partial<PastDrop> = {}): PastDrop {
  return {
    arrivalDay: day,
    name: `flights/dt=${day}/flights.parquet`,
    outcome: "committed",
    rows: { in: rows, quarantined: 0 },
    failed: {},
    measured: { circuit_breaker: 0 },
    problems: [],
    ...more,
  };
}

/** A check that is asked in the warehouse. */
export function checkAfter(id: string, more: Partial<PlanCheck> = {}): PlanCheck {
  return {
    id,
    kind: "sql",
    severity: "error",
    threshold: { operator: "mustBe", values: [0], unit: "rows" },
    description: `${id} holds`,
    dimension: null,
    businessImpact: null,
    statement: "SELECT COUNT(*) FROM {object}",
    when: "afterPublish",
    ...more,
  };
}

/** What it found: as `more` says, else that it holds. */
export function publishedCheck(id: string, more: Partial<PublishedCheck> = {}): PublishedCheck {
  const { severity, description, businessImpact, threshold } = checkAfter(id);
  const passed = { measured: 0, outcome: "passed", note: null, query: null } as const;
  return { id, severity, description, businessImpact, threshold, ...passed, ...more };
}

/** The checks of a plan as one publication found them: as `found` says, all others passed. */
export function checked(
  number: number,
  partitions: readonly string[],
  { checks }: Plan,
  found: Readonly<Record<string, Partial<PublishedCheck>>> = {},
): CheckedStory {
  const after = checks.filter(({ when }) => when === "afterPublish");
  const results = after.map(({ id, severity, description, businessImpact, threshold }) =>
    publishedCheck(id, { severity, description, businessImpact, threshold, ...found[id] }),
  );
  return { number, plan: "7e57".repeat(16), partitions, results };
}

export function story(parts: Partial<RunStory> & Pick<RunStory, "plan">): RunStory {
  return {
    flags: "",
    now: "2001-01-05T05:03:00.000Z",
    drops: [],
    publications: [],
    past: [],
    stillHeld: [],
    checked: [],
    checkedBefore: [],
    stuck: null,
    waiting: null,
    published: 0,
    missing: [],
    cameLast: null,
    health: null,
    ...parts,
  };
}
