import { join } from "node:path";
import { describe, test } from "@jest/globals";
import type { Contract } from "../../lakehouse/contract/contract.ts";
import { explain } from "../../lakehouse/plan/explain.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { checkGolden } from "../golden.ts";
import { bigqueryScript } from "./bigquery-script.ts";
import { plannedContracts } from "./contracts.ts";
import { sorted } from "./sorted.ts";

// What a change of the compiler does to every plan is seen in the difference of these files.

const planned = plannedContracts();

describe.each(planned)("$dataset", ({ dataset, inputs, plan }) => {
  const check = (ending: string, text: string) =>
    checkGolden(join(import.meta.dirname, "goldens", `${dataset}.${ending}`), text, "test/plan/golden.test.ts");

  test("plan", () => check("plan.json", `${JSON.stringify(sorted(plan), null, 2)}\n`));
  test("explanation", () => check("explain.txt", explain(plan)));
  test("BigQuery's statements", () => check("bigquery.sql", bigqueryScript(plan, plansOf(inputs))));
});

function plansOf(contracts: readonly Contract[]): Plan[] {
  const names = new Set(contracts.map(({ dataset }) => dataset));
  return planned.filter(({ dataset }) => names.has(dataset)).map(({ plan }) => plan);
}
