// Quarantined rows of random drops, split again: under the same plan they fail as they failed before; under one without
// the rules they become the rows that the drop would have given under it.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type Case, caseArb } from "./arbitrary/contracts.ts";
import { naiveSays, type Said, saidOf } from "./compare.ts";
import { type DropAt, Gate, readParquet } from "./gate.ts";
import { describeCase } from "./show.ts";
import { quoted } from "./write-parquet.ts";

const RUNS = Number(process.env.RUNS ?? 8);
const SEED = Number(process.env.SEED ?? 20_261_121);

const gate = new Gate();
afterAll(() => gate.close());

const drop = join(gate.folder, "replayed.parquet");
let copies = 0;

interface Kept {
  readonly said: Said;
  readonly good: readonly string[];
  readonly quarantined: readonly string[];
}

/** Splits, and keeps copies of the output files. */
async function keep(plan: Plan, given: DropAt): Promise<Kept> {
  const copy = (file: string) => {
    const path = join(gate.folder, `kept-${copies++}.parquet`);
    copyFileSync(file, path);
    return path;
  };
  let files: Pick<Kept, "good" | "quarantined"> = { good: [], quarantined: [] };
  const passed = await gate.run(plan, given, async (good, quarantined) => {
    files = { good: good.map(copy), quarantined: quarantined.map(copy) };
  });
  return { said: saidOf(passed), ...files };
}

/** Row n of the quarantine file was row `origins[n]` of the drop. */
async function originsOf(file: string): Promise<number[]> {
  const rows = await gate.sql.ask(
    `SELECT _row FROM read_parquet('${file}', file_row_number = true) ORDER BY file_row_number`,
  );
  return rows.map(({ _row }) => Number(_row));
}

async function failAgain({ contract, rows, ...given }: Case, file: string, first: Said): Promise<void> {
  const origins = await originsOf(file);
  // What must hold of a whole drop says nothing of a part of it.
  const part = { ...contract, checks: [] };
  const wanted = naiveSays({ ...given, contract: part, rows: origins.map((row) => rows[row] ?? {}) });
  const replay = { path: file, name: "replay.parquet", generation: "2", lifts: given.lifts, replay: true };
  const { said, quarantined } = await keep(compilePlan(contract, LOCAL), replay);
  const byOrigin = Object.entries(wanted.quarantined).map(([row, reasons]) => [origins[Number(row)], reasons]);
  expect(said).toEqual({ ...wanted, quarantined: Object.fromEntries(byOrigin) });
  for (const [row, reasons] of Object.entries(said.quarantined)) expect(reasons).toEqual(first.quarantined[row]);
  if (quarantined.length === 0) return;
  const objects = await gate.sql.ask(`SELECT DISTINCT _object, _generation FROM ${readParquet(quarantined)}`);
  expect(objects).toEqual([{ _object: "landing/random/dt=2026-11-20/x.parquet", _generation: "1" }]);
}

/** The rows that the file and the drop differ in, once both are split by a plan that lets all of them through. */
async function changedRows({ contract }: Case, file: string): Promise<unknown> {
  const lenient = compilePlan({ ...contract, rules: [] }, LOCAL);
  const whole = await keep(lenient, { path: drop });
  const again = await keep(lenient, { path: file, replay: true });
  expect([Object.keys(again.said.quarantined), again.said.good.length]).toEqual([[], (await originsOf(file)).length]);
  const differ = contract.fields.map(({ name }) => `a.${quoted(name)} IS DISTINCT FROM b.${quoted(name)}`);
  const [row] =
    await gate.sql.ask(`SELECT count(b.sluice_drop)::INT AS met, count(*) FILTER (WHERE ${differ.join(" OR ")})::INT AS changed
FROM ${readParquet(again.good)} AS a
JOIN read_parquet('${file}', file_row_number = true) AS q ON a.sluice_row = q.file_row_number
LEFT JOIN ${readParquet(whole.good)} AS b ON b.sluice_row = q._row`);
  return row;
}

test("a quarantine file under the same plan, and under a lenient one", async () => {
  let replayed = 0;
  const property = fc.asyncProperty(caseArb, async (given) => {
    await gate.sql.write(drop, given.contract.fields, given.rows);
    const first = await keep(compilePlan(given.contract, LOCAL), { path: drop, lifts: given.lifts });
    for (const file of first.quarantined) {
      replayed++;
      await failAgain(given, file, first.said);
      const { length } = await originsOf(file);
      expect(await changedRows(given, file)).toEqual({ met: length, changed: 0 });
    }
  });
  const details = await fc.check(property, {
    numRuns: RUNS,
    seed: SEED,
    interruptAfterTimeLimit: 60_000 + RUNS * 1000,
    markInterruptAsFailure: true,
  });
  if (details.failed && details.counterexample) {
    throw new Error(
      `SEED=${details.seed}\n${describeCase(details.counterexample[0])}\n${String(details.errorInstance)}`,
    );
  }
  expect(details).toMatchObject({ failed: false, numRuns: RUNS });
  expect(replayed).toBeGreaterThan(RUNS / 2);
}, 600_000);
