// Random contracts as text: read, compiled and run, against the naive model on what the text says.
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Contract } from "../../lakehouse/contract/contract.ts";
import { formatProblem } from "../../lakehouse/contract/problem.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import type { Test } from "../../lakehouse/contract/rule.ts";
import { caseArb } from "./arbitrary/contracts.ts";
import { odcsText } from "./arbitrary/odcs-text.ts";
import { engineSays, naiveSays } from "./compare.ts";
import { Gate } from "./gate.ts";
import { describeCase } from "./show.ts";

const RUNS = Number(process.env.RUNS ?? 30);
const SEED = Number(process.env.SEED ?? 42);

const gate = new Gate();
afterAll(() => gate.close());

/** What a random contract may ask that makes no sense; the linter has to say so, and then there is nothing to run. */
const SENSELESS = [
  "empty-range",
  "length-contradiction",
  "option-value",
  "value-type",
  "pattern-never-matches",
  "field-type",
];

/** Rules that a text can hold: one of a kind on each path, and none over the whole row. */
function writable(contract: Contract): Contract {
  const seen = new Set<string>();
  const rules = contract.rules.filter(({ path, test }) => {
    const name = `${path} ${slotOf(test)}`;
    if (isSilent(test) || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  return { ...contract, rules: rules.slice(0, 8) };
}

/** Says nothing that a rule of its own stands for. */
function isSilent(test: Test): boolean {
  if (test.kind === "format") return ["f32", "binary", "password"].includes(test.name);
  return ["expression", "notLate", "notNan", "noNullItems"].includes(test.kind);
}

function slotOf(test: Test): string {
  return "exclusive" in test ? `${test.kind} ${test.exclusive}` : test.kind;
}

function key(path: string, test: Test): string {
  return `${path} ${JSON.stringify(test)}`;
}

test("what a contract's text says is what the engine does", async () => {
  let ran = 0;
  const property = fc.asyncProperty(caseArb, async (given) => {
    const meant = writable(given.contract);
    const reading = readContract(odcsText(meant, 50), "random.odcs.yaml");
    const errors = reading.problems.filter(({ severity }) => severity === "error");
    expect(errors.filter(({ rule }) => !SENSELESS.includes(rule)).map(formatProblem)).toEqual([]);
    if (!reading.contract) return;
    ran++;
    const read = new Set(reading.contract.rules.map(({ path, test }) => key(path, test)));
    const lost = meant.rules.map(({ path, test }) => key(path, test)).filter((rule) => !read.has(rule));
    expect(lost).toEqual([]);
    const written = { ...given, contract: reading.contract };
    expect(await engineSays(gate, written, join(gate.folder, "written.parquet"))).toEqual(naiveSays(written));
  });
  const details = await fc.check(property, {
    numRuns: RUNS,
    seed: SEED,
    interruptAfterTimeLimit: 60_000 + RUNS * 500,
    markInterruptAsFailure: true,
  });
  if (details.failed && details.counterexample) {
    const [given] = details.counterexample;
    const text = odcsText(writable(given.contract), 50);
    throw new Error(`SEED=${details.seed}\n${text}\n${describeCase(given)}\n${String(details.errorInstance)}`);
  }
  expect(details).toMatchObject({ failed: false, numRuns: RUNS });
  expect(ran).toBeGreaterThan(RUNS / 3);
}, 600_000);
