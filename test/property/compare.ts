// What the engine says of a random drop and what the naive model says, in one form.
import { expect } from "@jest/globals";
import type { Field } from "../../lakehouse/contract/field.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import { dispose } from "../naive/dispose.ts";
import { judge } from "../naive/judge.ts";
import type { Case } from "./arbitrary/contracts.ts";
import { ARRIVAL_DAY, type Gate, type Passed, readParquet } from "./gate.ts";
import { quoted } from "./write-parquet.ts";

/** What there is to say of a drop, in a form that two sides can be compared in. */
export interface Said {
  readonly verdict: string;
  readonly codes: readonly string[];
  readonly good: readonly number[];
  readonly quarantined: Readonly<Record<string, readonly string[]>>;
  readonly failures: Readonly<Record<string, number>>;
}

export async function engineSays(gate: Gate, { contract, rows, lifts }: Case, path: string): Promise<Said> {
  await gate.sql.write(path, contract.fields, rows);
  let changed = 0;
  const { report, good, quarantined } = await gate.run(compilePlan(contract, LOCAL), { path, lifts }, async (files) => {
    changed = files.length > 0 ? await changedRows(gate, contract.fields, path, files) : 0;
  });
  expect(report.lifts).toEqual(lifts);
  expect({ changed }).toEqual({ changed: 0 });
  return saidOf({ report, good, quarantined });
}

export function saidOf({ report, good, quarantined }: Passed): Said {
  const { rows: counts, rules } = report;
  if (report.verdict === "rejected") throw new Error(`rejected: ${JSON.stringify(report.reasons)}`);
  expect(counts.good + counts.quarantined).toBe(counts.in ?? Number.NaN);
  expect([good.length, quarantined.size]).toEqual([counts.good, counts.quarantined]);
  return {
    verdict: report.verdict,
    codes: [...new Set(report.reasons.map(({ code }) => code))].sort(),
    good,
    quarantined: told(quarantined),
    failures: sorted(rules.filter(({ failed }) => failed > 0).map(({ id, failed }) => [id, failed])),
  };
}

/** Good rows that are not as they were written. Lists are left out: a NULL list becomes an empty one. */
async function changedRows(
  gate: Gate,
  fields: readonly Field[],
  path: string,
  good: readonly string[],
): Promise<number> {
  const flat = fields.filter((field) => !holdsList(field));
  const differ = flat.map(({ name, physical }) => `good.${quoted(name)} IS DISTINCT FROM written.${quoted(physical)}`);
  const written = `read_parquet('${path}', file_row_number = true) AS written`;
  const [row] = await gate.sql.ask(
    `SELECT count(*)::INTEGER AS n FROM ${readParquet(good)} AS good JOIN ${written} ON sluice_row = written.file_row_number WHERE ${differ.join(" OR ")}`,
  );
  return Number(row?.n);
}

function holdsList({ type }: Field): boolean {
  return type.kind === "array" || (type.kind === "object" && type.fields.some(holdsList));
}

export function naiveSays({ contract, expressions, rows, lifts }: Case): Said {
  const facts = { arrivalDay: lifts.window ? null : ARRIVAL_DAY, expressions };
  const { verdict, codes, good, quarantined, failures } = dispose(
    contract,
    rows.map((row) => judge(contract, row, facts)),
    lifts,
  );
  return { verdict, codes: [...codes].sort(), good, quarantined: told(quarantined), failures: sorted([...failures]) };
}

function told(rows: ReadonlyMap<number, readonly { rule: string; path: string }[]>): Said["quarantined"] {
  return sorted(
    [...rows].map(([row, reasons]) => [String(row), reasons.map(({ rule, path }) => `${rule} at ${path}`).sort()]),
  );
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
