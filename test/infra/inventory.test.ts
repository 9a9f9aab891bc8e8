import { describe, expect, test } from "@jest/globals";
import type { Resource } from "../fakes/pulumi/registry.ts";
import { changesBetween, countOf, inventoryOf, inventoryText } from "./inventory.ts";

const STACK = "urn:pulumi:dev::sluice::pulumi:pulumi:Stack::sluice-dev";

function resource(type: string, name: string, parent = STACK, inputs: Resource["inputs"] = {}): Resource {
  return {
    urn: type === "pulumi:pulumi:Stack" ? STACK : `urn:pulumi:dev::sluice::${type}::${name}`,
    type,
    name,
    parent: type === "pulumi:pulumi:Stack" ? "" : parent,
    isCustom: !type.startsWith("sluice:") && type !== "pulumi:pulumi:Stack",
    inputs,
    secrets: [],
    dependsOn: [],
    provider: "",
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
  };
}

const lake = resource("sluice:infra:Lake", "lake");
const vm = resource("sluice:infra:AirflowVm", "airflow-vm");
const flights = resource("sluice:infra:Dataset", "flights");
const bucket = (name: string, inputs: Resource["inputs"] = {}) =>
  resource("gcp:storage/bucket:Bucket", name, lake.urn, inputs);
const table = resource("gcp:bigquery/table:Table", "flights", flights.urn);
const stack = [
  resource("pulumi:pulumi:Stack", "sluice-dev"),
  resource("pulumi:providers:gcp", "google"),
  lake,
  vm,
  bucket("staging"),
  bucket("raw", { location: "EU", labels: { a: "1", b: "2" } }),
  resource("gcp:bigquery/dataset:Dataset", "consumption", lake.urn),
  flights,
  table,
];

test("tells what there is, by component and kind", () => {
  expect(inventoryText(inventoryOf(stack))).toBe(`5 resources

The stack (1)
  pulumi:providers:gcp
      google

Lake (3)
  bigquery.Dataset
      consumption
  storage.Bucket × 2
      raw, staging

Dataset flights (1)
  bigquery.Table
      flights
`);
});

test("does not depend on the order in which they are made within a component", () => {
  const turned = [...stack.slice(0, 4), ...stack.slice(4).toReversed()];
  expect(inventoryText(inventoryOf(turned))).toBe(inventoryText(inventoryOf(stack)));
});

test("many names go over more than one line", () => {
  const many = [lake, ...Array.from({ length: 30 }, (_, index) => bucket(`bucket-number-${index}`))];
  const lines = inventoryText(inventoryOf(many)).split("\n");
  expect(lines).toContain("  storage.Bucket × 30");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
  expect(lines.join().match(/bucket-number-/g)).toHaveLength(30);
});

test("counts a kind, and all of a module", () => {
  const inventory = inventoryOf(stack);
  expect(countOf(inventory, "storage.Bucket")).toBe(2);
  expect(countOf(inventory, "bigquery.*", "storage.Bucket")).toBe(4);
  expect(countOf(inventory, "storage.Buck")).toBe(0);
});

describe("between two runs", () => {
  test("the same is no change, in whatever order", () => {
    const same = bucket("raw", { labels: { b: "2", a: "1" }, location: "EU" });
    const other = stack.map((one) => (one.name === "raw" ? same : one)).toReversed();
    expect(changesBetween(stack, other)).toEqual({ added: [], removed: [], changed: [] });
  });

  test("tells what came, went, and is asked for in another way", () => {
    const raw = bucket("raw", { location: "US" });
    const landing = bucket("landing");
    const after = [...stack.filter(({ name, type }) => name !== "flights" || type.startsWith("sluice")), landing];
    const changed = after.map((one) => (one.name === "raw" ? raw : one));
    expect(changesBetween(stack, changed)).toEqual({ added: [landing.urn], removed: [table.urn], changed: [raw.urn] });
  });

  test("protection is a change too", () => {
    const kept = stack.map((one) => (one.name === "raw" ? { ...one, protect: true } : one));
    expect(changesBetween(stack, kept).changed).toHaveLength(1);
  });
});
