// The statements of every committed plan over columns of many types: the other host must assemble the same texts.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { match, type RawColumn } from "../../../lakehouse/engine/child/match.ts";
import { type Statements, statementsFor } from "../../../lakehouse/engine/child/statements.ts";
import type { DropFacts } from "../../../lakehouse/engine/protocol.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";

const PLANS = join(import.meta.dirname, "../../plan/goldens");
const MANY = 200;
const UNIT = { index: 3, rows: [2048, 4095], count: 2048 } as const;

const FACTS: DropFacts = {
  key: "0123456789abcdef01234567",
  bucket: "landing",
  name: 'a\'b\0/{from}/dt=2026-11-20/"x".parquet',
  generation: "17",
  arrived: "2026-11-20T06:00:00.000Z",
  arrivalDay: "2026-11-20",
  replay: false,
};

const TYPES = [
  ...["VARCHAR", "BIGINT", "INTEGER", "HUGEINT", "UBIGINT", "DOUBLE", "FLOAT", "DECIMAL(12,3)", "BOOLEAN", "BLOB"],
  ...["UUID", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP WITH TIME ZONE"],
  ...["INT96", "EPOCH_MILLIS"],
];

/** One shape of a drop: its columns, and the digest of each text. */
interface Shape {
  readonly plan: string;
  readonly columns: readonly RawColumn[];
  readonly replay: boolean;
  /** The plan's rules again and again, under other ids, until there are so many; null: as they are. */
  readonly rules: number | null;
  readonly texts: Readonly<Record<string, string>>;
}

export function statementVectors(): object {
  const names = readdirSync(PLANS).filter((file) => file.endsWith(".plan.json"));
  const plans = names.sort().map((file) => [file, JSON.parse(readFileSync(join(PLANS, file), "utf8"))] as const);
  return {
    facts: { drop: FACTS, unit: UNIT },
    shapes: plans.flatMap(([file, plan]: readonly [string, Plan]) => (plan.statements ? shapesOf(file, plan) : [])),
  };
}

function shapesOf(file: string, plan: Plan): Shape[] {
  const readable = plan.columns.map(({ physical, type, conversions }) => ({
    name: physical,
    types: [type, ...TYPES.filter((each) => conversions.some(({ from }) => new RegExp(`^(?:${from})$`).test(each)))],
  }));
  const most = Math.max(...readable.map(({ types }) => types.length));
  const columns = Array.from({ length: most }, (_, turn) => [
    ...readable.map(({ name, types }) => ({ name, type: types[turn % types.length] ?? "" })),
    ...(turn % 2 === 0 ? [] : [{ name: 'odd "name"', type: "STRUCT(a INTEGER)" }]),
  ]);
  return [
    ...columns.map((each, turn) => shapeOf(file, plan, each, turn % 3 === 2, null)),
    shapeOf(file, plan, columns.at(-1)?.slice(0, -1) ?? [], false, MANY),
  ];
}

function shapeOf(
  file: string,
  committed: Plan,
  columns: readonly RawColumn[],
  replay: boolean,
  rules: number | null,
): Shape {
  const evolve = { unknown: "evolve", missing: "quarantine", retyped: "evolve", passThrough: false } as const;
  const required = committed.columns.map((column) => ({ ...column, required: false }));
  const plan = { ...committed, policies: evolve, columns: required, rules: rulesOf(committed, rules) };
  const matched = match(plan.columns, plan.policies, columns);
  const texts = statementsFor(plan, matched, { ...FACTS, replay }, "/box", "drop.parquet", UNIT);
  return { plan: file, columns, replay, rules, texts: digests(textsOf(texts)) };
}

function rulesOf({ rules }: Plan, most: number | null): Plan["rules"] {
  if (most === null) return rules;
  return Array.from({ length: most }, (_, index) => rules[index % rules.length])
    .filter((rule) => rule !== undefined)
    .map((rule, index) => ({ ...rule, id: `${rule.id}.${index}` }));
}

/** Every text that a request may need, under the names that the Python test knows too. */
function textsOf(texts: Statements): Record<string, string> {
  const odd = new Set(texts.rules.filter((_, index) => index % 2 === 1).map(({ rule }) => rule.id));
  return {
    typedInput: texts.typedInput,
    failed: texts.failed,
    tally: texts.tally,
    good: texts.good(texts.typedInput, "ANTI JOIN x", "good-0.parquet"),
    quarantine: texts.quarantine(texts.typedFailed, texts.quarantines, odd, "quarantined-0.parquet"),
    doubtful: texts.doubtful("doubtful-0.parquet"),
    samples: texts.rules.map(texts.samples).join("\n"),
    causes: texts.rules.map(texts.causes).join("\n"),
    failsWhere: texts.failsWhere(({ id }) => odd.has(id)),
    failedWhere: texts.failedWhere(({ id }) => odd.has(id)),
  };
}

function digests(texts: Readonly<Record<string, string>>): Record<string, string> {
  const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, digest(text)]));
}
