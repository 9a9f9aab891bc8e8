// A plan's SQL runs in the warehouse: what lies under its hash must be it.
import { expect, test } from "@jest/globals";
import { keepPlan, readPlan } from "../../lakehouse/ledger/plans.ts";
import { canonicalJson } from "../../lakehouse/plan/canonical.ts";
import { planPath } from "../../lakehouse/plan/names.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";

const lake = new MemoryLake("keyless", 1);
const { first, second, derived } = lake.plans;
const { objects } = lake.tools(new Life(null));

function put(to: Objects, name: string, text: string) {
  return to.write(name, { kind: "bytes", bytes: new TextEncoder().encode(text) }, { generation: "0" });
}

test("is what was kept", async () => {
  const hash = await keepPlan(objects, second);
  expect(canonicalJson(await readPlan(objects, hash, second.dataset))).toBe(canonicalJson(second));
});

test("of another dataset is not obeyed", async () => {
  const hash = await keepPlan(objects, derived);
  await expect(readPlan(objects, hash, second.dataset)).rejects.toThrow(/is a plan of .*, and .* names it/);
});

test("that somebody has laid under another's hash is not obeyed", async () => {
  const hash = "0".repeat(64);
  await put(objects, planPath(hash), canonicalJson(first));
  await expect(readPlan(objects, hash)).rejects.toThrow(/is not the plan that its name says/);
});
