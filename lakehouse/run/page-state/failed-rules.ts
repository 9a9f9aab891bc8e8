import type { Plan } from "../../plan/plan.ts";
import type { Report } from "../../plan/report.ts";
import type { FailureState, RuleState, SampleState } from "../page/state.ts";
import { dayOf } from "../page/words.ts";
import { type Fate, isFirstHand } from "./fates.ts";

// What arrived broke rules on the day it came, whatever became of it since: drops that were held, refused or replaced
// are told too. Replays are not: the same rows failed before, in the drop that they came with.

const mostSamples = 20;

/**
 * Rules that every drop has, then whatever else failed: checks, and those that only reports of former plans know. What failed is told in the words of
 * its own report, which are those of the plan that the drop was judged by; what the plan says now is noted beside them.
 */
export function rulesOf({ rules, checks }: Plan, fates: readonly Fate[]): RuleState[] {
  const reports = reportsOf(fates);
  const current = [...rules, ...checks.filter(({ when }) => when === "drop").map(asRule)];
  const known = new Map<string, Described>(current.map((rule) => [rule.id, rule]));
  const classified = new Set(rules.filter(({ masked }) => masked).map(({ column }) => column));
  const failed = Map.groupBy(
    reports.flatMap((report) => failedIn(report)),
    ({ rule }) => rule.id,
  );
  const ids = new Set([...rules.filter(({ kind }) => kind === "row").map(({ id }) => id), ...failed.keys()]);
  return [...ids].flatMap((id) => {
    const now = known.get(id);
    const wordings = wordingsOf(failed.get(id) ?? []);
    const rule = wordings[0]?.rule ?? now;
    if (!rule) return [];
    const masked = rule.masked || now?.masked === true || classified.has(rule.column);
    return [{ ...ruleState({ ...rule, masked }, reports), notes: notesOf(now, wordings) }];
  });
}

/** A rule as the report of a drop has it that failed it. */
interface Wording {
  readonly rule: Described;
  readonly day: string;
}

function failedIn({ drop, rules, checks }: Report): Wording[] {
  const failing = checks.filter(({ outcome }) => outcome === "failed" || outcome === "warned").map(asRule);
  return [...rules.filter(({ failed }) => failed > 0), ...failing].map((rule) => ({ rule, day: drop.arrivalDay }));
}

/** Each once, newest first. */
function wordingsOf(seen: readonly Wording[]): Wording[] {
  const different = new Map<string, Wording>();
  for (const one of seen) if (!different.has(wordsOf(one.rule))) different.set(wordsOf(one.rule), one);
  return [...different.values()];
}

function wordsOf({ severity, description }: Described): string {
  return `${description} (${severity})`;
}

function notesOf(now: Described | undefined, [latest, ...older]: readonly Wording[]): string[] {
  if (!latest) return [];
  const present = now ? `The contract says now: ${wordsOf(now)}.` : "The contract does not have it any more.";
  const changed = !now || wordsOf(now) !== wordsOf(latest.rule);
  return [
    ...(changed ? [present] : []),
    ...older.map(({ rule, day }) => `Failures up to ${dayOf(day)} were of: ${wordsOf(rule)}.`),
  ];
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

function ruleState(rule: Described, reports: readonly Report[]): Omit<RuleState, "notes"> {
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
