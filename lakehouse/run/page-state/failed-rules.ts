import type { Plan } from "../../plan/plan.ts";
import type { Report } from "../../plan/report.ts";
import type { FailureState, RuleState, SampleState } from "../page/state.ts";
import { type Fate, isFirstHand } from "./fates.ts";

// What arrived broke rules on the day it came, whatever became of it since: drops that were held, refused or replaced
// are told too. Replays are not: the same rows failed before, in the drop that they came with.

const mostSamples = 20;

/** Rules and checks of the plan, then those that only reports of former plans know. */
export function rulesOf({ rules, checks }: Plan, fates: readonly Fate[]): RuleState[] {
  const reports = reportsOf(fates);
  const current = [
    ...rules.map((rule) => ruleState(rule, reports)),
    ...checks.filter(({ when }) => when === "drop").map((check) => ruleState(asRule(check), [])),
  ];
  const known = new Set(current.map(({ id }) => id));
  const classified = new Set(rules.filter(({ masked }) => masked).map(({ column }) => column));
  const former = new Map<string, RuleState>();
  for (const report of reports) {
    for (const rule of [...report.rules, ...report.checks.map(asRule)]) {
      if (known.has(rule.id) || former.has(rule.id)) continue;
      former.set(rule.id, ruleState({ ...rule, masked: rule.masked || classified.has(rule.column) }, reports));
    }
  }
  return [...current, ...former.values()];
}

/** One a day and rule. */
export function failuresOf(fates: readonly Fate[]): FailureState[] {
  return [...Map.groupBy(reportsOf(fates), ({ drop }) => drop.arrivalDay)].flatMap(([day, reports]) => {
    const failed = new Map<string, number>();
    const add = (rule: string, rows: number) => failed.set(rule, (failed.get(rule) ?? 0) + rows);
    for (const { rules, checks } of reports) {
      for (const { id, failed } of rules) add(id, failed);
      for (const { id, outcome } of checks) add(id, outcome === "failed" || outcome === "warned" ? 1 : 0);
    }
    return [...failed].filter(([, rows]) => rows > 0).map(([rule, rows]) => ({ day, rule, failed: rows }));
  });
}

/** Newest first. */
function reportsOf(fates: readonly Fate[]): Report[] {
  return fates
    .filter(isFirstHand)
    .flatMap(({ report }) => report ?? [])
    .toReversed();
}

type Described = Pick<RuleState, "id" | "column" | "severity" | "description" | "businessImpact" | "masked">;

function ruleState(rule: Described, reports: readonly Report[]): RuleState {
  const { id, column, severity, description, businessImpact, masked } = rule;
  return { id, column, severity, description, businessImpact, masked, samples: samplesOf(rule, reports) };
}

/** Values that came unmasked of a column that has been classified since are not shown any more. */
function samplesOf({ id, masked }: Described, reports: readonly Report[]): SampleState[] {
  const samples: SampleState[] = [];
  for (const { drop, rules } of reports) {
    const result = rules.find((rule) => rule.id === id);
    if (!result || (masked && !result.masked)) continue;
    samples.push(...result.samples.map(({ row, path, value }) => ({ drop: drop.name, row, path, value })));
    if (samples.length >= mostSamples) break;
  }
  return samples.slice(0, mostSamples);
}

function asRule(check: Pick<Described, "id" | "severity" | "description" | "businessImpact">): Described {
  const { id, severity, description, businessImpact } = check;
  return { id, column: null, severity, description, businessImpact, masked: false };
}
