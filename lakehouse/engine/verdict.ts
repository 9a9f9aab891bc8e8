import type { Plan } from "../plan/plan.ts";
import type { Lifts, Reason, Report } from "../plan/report.ts";
import { numberWords } from "../plan/words.ts";
import { checkReasons, checkResults } from "./judge-checks.ts";
import { ruleReasons, ruleResults } from "./judge-rules.ts";
import type { DropFacts } from "./protocol.ts";
import type { DropResult, RefusedDrop, SplitDrop } from "./result.ts";
import { shownColumns, shownRefusal } from "./shown-values.ts";
import { DUCKDB_VERSION } from "./version.ts";
import { weigh } from "./weigh.ts";

/** What the judge must be told besides the result. */
export interface Case {
  readonly plan: Plan;
  readonly planHash: string;
  readonly facts: DropFacts;
  /** As the split was given them. */
  readonly lifts: Lifts;
  /** As the store has them, for a file that was refused before its end was read. */
  readonly object: { readonly bytes: string; readonly crc32c: string };
  readonly round: number;
  readonly attempt: number;
  /** RFC 3339 UTC. */
  readonly started: string;
}

/** The report but for its files, whose places only the caller knows. */
export type Judgement = Omit<Report, "files">;

/** Pure: the same result gets the same verdict on every host. */
export function judge(given: Case, result: DropResult): Judgement {
  return result.kind === "refused" ? judgeRefused(given, result) : judgeSplit(given, result);
}

function judgeRefused(given: Case, result: RefusedDrop): Judgement {
  return {
    ...identity(given, result, 0),
    ...weigh([shownRefusal(result.refusal)], given.lifts),
    rows: { in: null, good: 0, quarantined: 0, duplicates: 0 },
    columns: { unknown: [], missing: [], retyped: [], renamed: [] },
    rules: [],
    checks: [],
    partitions: [],
    passedThrough: false,
  };
}

function judgeSplit(given: Case, result: SplitDrop): Judgement {
  const { plan, facts, lifts } = given;
  const rules = ruleResults(plan, result);
  const checks = checkResults(plan, facts, result);
  const columns = shownColumns(result.differences);
  const reasons = [
    ...ruleReasons(rules, result.rows.in),
    ...checkReasons(checks, plan, facts),
    ...partitionReasons(plan, result),
    ...columnReasons(plan, columns),
    ...fileReasons(result),
    ...duplicateReasons(plan, result),
  ];
  return {
    ...identity(given, result, result.units),
    ...weigh(reasons, lifts),
    rows: { ...result.rows },
    columns,
    rules,
    checks,
    partitions: result.partitions,
    passedThrough: result.passedThrough,
  };
}

function identity(given: Case, result: DropResult, units: number) {
  const { plan, planHash, facts, object, round, attempt, lifts, started } = given;
  const { key, bucket, name, generation, arrived, arrivalDay } = facts;
  return {
    format: "sluice/report/1",
    dataset: plan.dataset,
    environment: plan.environment,
    plan: planHash,
    drop: { key, bucket, name, generation, arrived, arrivalDay, bytes: object.bytes, crc32c: object.crc32c },
    round,
    attempt,
    lifts: { ...lifts },
    run: { host: "node", duckdb: DUCKDB_VERSION, units, started, milliseconds: result.milliseconds },
  } as const;
}

function partitionReasons({ limits, partition }: Plan, { partitions }: SplitDrop): Reason[] {
  if (partitions.length <= limits.partitions) return [];
  const message = `the rows fall into more than ${numberWords(limits.partitions)} partitions of ${partition.column}`;
  return [
    { code: "TOO_MANY_PARTITIONS", message, cure: `check ${partition.column}: one drop rarely spans so much time` },
  ];
}

/** What one publication may load at once. */
const MOST_FILES = 10_000;

function fileReasons({ files }: SplitDrop): Reason[] {
  const { length } = files.good;
  if (length <= MOST_FILES) return [];
  const message = `the good rows are in ${numberWords(length)} files; one publication loads at most ${numberWords(MOST_FILES)}`;
  return [{ code: "TOO_MANY_FILES", message, cure: "deliver smaller drops" }];
}

/** Of policy `alert`. What `fail` refused did not come here; what `quarantine` put aside is told by its rule. */
function columnReasons({ policies }: Plan, columns: SplitDrop["differences"]): Reason[] {
  const { unknown, missing, retyped, renamed } = columns;
  const told = (policy: string, count: number) => policy === "alert" && count > 0;
  const hint =
    renamed.length > 0 ? `; ${renamed.map(({ from, to }) => `${from} looks renamed to ${to}`).join(", ")}` : "";
  const reasons: Reason[] = [];
  if (told(policies.retyped, retyped.length)) {
    const list = retyped.map(({ name, from, to }) => `${name} is ${from} instead of ${to}`).join(", ");
    reasons.push({
      code: "COLUMNS_RETYPED",
      message: list,
      cure: "declare the new type, or have the old one written again",
    });
  }
  if (told(policies.missing, missing.length)) {
    reasons.push({
      code: "COLUMNS_MISSING",
      message: `the drop lacks ${missing.join(", ")}${hint}`,
      cure: "have them written again, or set physicalName",
    });
  }
  if (told(policies.unknown, unknown.length)) {
    const list = unknown.map(({ name, type }) => `${name} (${type})`).join(", ");
    reasons.push({
      code: "COLUMNS_ADDED",
      message: `the contract does not know ${list}`,
      cure: "add them to the contract; until then they are not loaded",
    });
  }
  return reasons;
}

function duplicateReasons({ limits }: Plan, { duplicatesUnknown, rows }: SplitDrop): Reason[] {
  if (!duplicatesUnknown) return [];
  const message = `exact duplicates were not looked for: ${numberWords(rows.good)} good rows, the limit is ${numberWords(limits.checkRows.node)}`;
  return [{ code: "CHECK_SKIPPED", message, cure: "deliver smaller drops, or raise checkLimit" }];
}
