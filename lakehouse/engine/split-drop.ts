import type { Plan } from "../plan/plan.ts";
import type { Lifts } from "../plan/report.ts";
import { DeduplicatedSchema, MeasurementsSchema, PreflightSchema, SettledSchema, UnitResultSchema } from "./answers.ts";
import type { DropBox } from "./box.ts";
import type {
  Box,
  Deduplicated,
  GoodRows,
  LocalFile,
  Measurement,
  Preflight,
  RoundFacts,
  SettledRows,
  Unit,
  UnitResult,
} from "./protocol.ts";
import { CURE, refuse } from "./refused.ts";
import type { SplitDrop } from "./result.ts";
import { splitStatementsOf } from "./split-statements.ts";
import type { Supervisor } from "./supervisor.ts";
import { addPartitions, assertConserved, exceededRules, type Totals, totalsOf } from "./totals.ts";

export interface SplitOptions {
  /** False: validate only: counts, no files. */
  readonly write: boolean;
  /** Of these only `window` matters here; give the judge the same. */
  readonly lifts: Lifts;
  /** Called after each unit. */
  readonly onProgress?: (done: number, units: number) => void;
}

/** All that the steps of one drop share. */
export interface DropRun {
  readonly supervisor: Supervisor;
  readonly plan: Plan;
  readonly hash: string;
  readonly facts: RoundFacts;
  readonly box: Box;
  readonly dropBox: DropBox;
  readonly options: SplitOptions;
  readonly signal: AbortSignal;
  /** Second try: texts are read as bytes, so that one that is not UTF-8 fails its row alone. */
  readonly bare: boolean;
}

type Split = Omit<SplitDrop, "kind" | "bytes" | "crc32c" | "milliseconds" | "dispose"> & {
  readonly milliseconds: { readonly preflight: number; readonly split: number; readonly checks: number };
};

/** Preflight, units, doubtful rows, duplicates, checks: each step needs the counts of all before it. */
export async function splitDrop(given: DropRun): Promise<Split> {
  const start = performance.now();
  const preflight = await askPreflight(given);
  const run = { ...given, box: { ...given.box, input: preflight.input } };
  const opened = performance.now();
  const units = await splitUnits(run, preflight);
  const totals = totalsOf(units, run.plan.limits);
  assertConserved("the split", preflight.rows, totals.good, totals.doubtful, totals.quarantined);
  const exceeded = exceededRules(run.plan, totals.failures, totals.rows);
  const settled = totals.doubtful > 0 ? await settle(run, preflight, units, exceeded) : null;
  const passedThrough = run.options.write && totals.rows > 0 && units.every((unit) => unit.clean);
  const good = rowsOf(totals.good, settled?.good);
  const files = present(units.map((unit) => unit.good).concat(settled?.good ?? null));
  const source = goodRows(run, preflight, files, exceeded, totals);
  const divided = performance.now();
  const distinct = await deduplicate(run, source, good);
  const checks = await check(
    run,
    distinct && source.kind === "files" ? filesOrInput(distinct.good, source) : source,
    good,
  );
  const { partitions, newestMicros } = distinct ?? addPartitions([...units, ...(settled ? [settled] : [])]);
  const rows = {
    in: preflight.rows,
    good,
    quarantined: rowsOf(totals.quarantined, settled?.quarantined),
    duplicates: distinct?.duplicates ?? 0,
  };
  assertConserved("the drop", rows.in, rows.good, rows.quarantined);
  return {
    units: units.length,
    rows,
    differences: preflight.matched.differences,
    failures: totals.failures,
    samples: totals.samples,
    causes: totals.causes,
    partitions,
    newestMicros,
    checks,
    duplicatesUnknown: splitStatementsOf(run.plan).duplicates !== null && distinct === null && good > 0,
    files: await collect(run, passedThrough, rows, distinct?.good ?? files, units, settled),
    passedThrough,
    milliseconds: { preflight: opened - start, split: divided - opened, checks: performance.now() - divided },
  };
}

async function askPreflight({ supervisor, box, hash, facts, signal, bare }: DropRun): Promise<Preflight> {
  const request = { kind: "preflight", box, plan: hash, replay: facts.replay, bare } as const;
  return (await supervisor.ask(request, PreflightSchema, signal)).value;
}

/**
 * A clean drop whose encoding is ours is not rewritten. Only all units together can say that it is clean, so where some
 * are not, the clean ones are written in a second pass.
 */
async function splitUnits(run: DropRun, { units, matched, sameEncoding, rows }: Preflight): Promise<UnitResult[]> {
  assertConserved("the units", rows, ...units.map((unit) => unit.count));
  const mayPass =
    run.options.write &&
    sameEncoding &&
    run.plan.policies.passThrough &&
    splitStatementsOf(run.plan).duplicates === null;
  let done = 0;
  const splitUnit = async (unit: Unit, passClean: boolean) => {
    const { box, hash, facts, options, signal } = run;
    const request = {
      kind: "split",
      box,
      plan: hash,
      drop: facts,
      matched,
      unit,
      write: options.write,
      passClean,
    } as const;
    const { value } = await run.supervisor.ask(request, UnitResultSchema, signal);
    if (value.rows !== unit.count) {
      const message = `the footer promises ${unit.count} rows, decoding gave ${value.rows}`;
      refuse("FOOTER_LIES", message, CURE.blameWriter);
    }
    options.onProgress?.(++done, units.length);
    return value;
  };
  const first = await Promise.all(units.map((unit) => splitUnit(unit, mayPass)));
  if (first.every((unit) => unit.clean)) return first;
  return Promise.all(
    first.map((result, index) => {
      const unit = units[index];
      return result.clean && unit ? splitUnit(unit, false) : result;
    }),
  );
}

async function settle(
  run: DropRun,
  { matched }: Preflight,
  units: readonly UnitResult[],
  exceeded: readonly string[],
): Promise<SettledRows> {
  const { supervisor, box, hash, facts, plan, signal } = run;
  const doubtful = present(units.map((unit) => unit.doubtful));
  const escalating = exceeded.filter((id) =>
    plan.rules.some((rule) => rule.id === id && rule.disposition === "escalate"),
  );
  const request = { kind: "settle", box, plan: hash, drop: facts, matched, doubtful, exceeded: escalating } as const;
  const { value } = await supervisor.ask(request, SettledSchema, signal);
  assertConserved("the doubtful rows", sumOf(doubtful), value.good?.rows ?? 0, value.quarantined?.rows ?? 0);
  return value;
}

function goodRows(
  { facts, options }: DropRun,
  { matched }: Preflight,
  files: readonly LocalFile[],
  exceeded: readonly string[],
  totals: Totals,
): GoodRows {
  const clean = totals.quarantined + totals.doubtful === 0;
  const input: GoodRows = { kind: "input", drop: facts, matched, exceeded, clean };
  return options.write ? filesOrInput(files, input) : input;
}

function filesOrInput(files: readonly LocalFile[], otherwise: GoodRows): GoodRows {
  return files.length > 0 ? { kind: "files", files } : otherwise;
}

async function deduplicate(run: DropRun, good: GoodRows, rows: number): Promise<Deduplicated | null> {
  const { supervisor, plan, box, hash, options, signal } = run;
  if (splitStatementsOf(plan).duplicates === null || rows === 0 || rows > plan.limits.checkRows.node) return null;
  const request = { kind: "deduplicate", box, plan: hash, good, write: options.write } as const;
  return (await supervisor.ask(request, DeduplicatedSchema, signal)).value;
}

async function check(run: DropRun, good: GoodRows, rows: number): Promise<Record<string, Measurement>> {
  const { supervisor, plan, box, hash, signal } = run;
  const checks = plan.checks.filter(({ statement, when }) => statement !== null && when === "drop").map(({ id }) => id);
  if (checks.length === 0 || rows > plan.limits.checkRows.node) return {};
  const request = { kind: "check", box, plan: hash, good, checks } as const;
  return (await supervisor.ask(request, MeasurementsSchema, signal)).value;
}

async function collect(
  { options, dropBox }: DropRun,
  passedThrough: boolean,
  rows: SplitDrop["rows"],
  good: readonly LocalFile[],
  units: readonly UnitResult[],
  settled: SettledRows | null,
): Promise<SplitDrop["files"]> {
  if (!options.write) return { good: [], quarantined: [] };
  const quarantined = present(units.map((unit) => unit.quarantined).concat(settled?.quarantined ?? null));
  if (!passedThrough) assertConserved("the good files", rows.good, sumOf(good), rows.duplicates);
  assertConserved("the quarantine files", rows.quarantined, sumOf(quarantined));
  const located = (files: readonly LocalFile[]) =>
    Promise.all(files.map(async ({ file, rows: count }) => ({ path: await dropBox.pathOf(file), rows: count })));
  return { good: await located(good), quarantined: await located(quarantined) };
}

function present<Item>(items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

function rowsOf(rows: number, more: LocalFile | null | undefined): number {
  return rows + (more?.rows ?? 0);
}

function sumOf(files: readonly LocalFile[]): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}
