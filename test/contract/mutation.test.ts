import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isCollection, isMap, isPair, isSeq, type Node, parseDocument, visit } from "yaml";
import { confinementOf } from "../../lakehouse/contract/derived/confinement.ts";
import { sqlFileOf } from "../../lakehouse/contract/files.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { CONTRACTS, contractsIn, FIXTURES } from "./fixtures.ts";

const good = new Map(
  [...contractsIn(join(FIXTURES, "good")), ...contractsIn(CONTRACTS)].map((source) => [source.file, source]),
);
const names = fc.constantFrom(...good.keys());
const textOf = (name: string) => good.get(name)?.text ?? "";

const replacements: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    Number.NaN,
    "",
    "x",
    "2026-11-20",
    "^(",
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<unknown>(
    [{ name: "a" }],
    { minimum: "x" },
    "array",
    "object",
    "error",
    "__proto__",
    "constructor",
    "gs://",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The text with its n-th node deleted or replaced. */
function mutate(text: string, position: number, deletion: boolean, value: unknown): string {
  const document = parseDocument(text);
  const targets: { owner: Node; index: number }[] = [];
  visit(document, (key, _node, path) => {
    const owner = path.at(-1);
    const grand = path.at(-2);
    if (isPair(owner) && isMap(grand) && key === "value")
      targets.push({ owner: grand, index: grand.items.indexOf(owner) });
    if (isSeq(owner) && typeof key === "number") targets.push({ owner, index: key });
  });
  const target = targets[position % targets.length];
  if (!target || !isCollection(target.owner)) return text;
  const item: unknown = target.owner.items[target.index];
  if (deletion) target.owner.items.splice(target.index, 1);
  else if (isPair(item)) item.value = document.createNode(value);
  else target.owner.items[target.index] = document.createNode(value);
  return String(document);
}

test("whatever is changed in a good contract, it is read or its errors have places", () => {
  fc.assert(
    fc.property(names, fc.nat(), fc.boolean(), replacements, (name, position, deletion, value) => {
      const changed = mutate(textOf(name), position, deletion, value);
      const { contract, problems } = readContract(changed, name, good.get(name)?.sql);
      const errors = problems.filter(({ severity }) => severity === "error");
      expect(contract === null).toBe(errors.length > 0);
      const lines = changed.split("\n");
      for (const { where } of problems) {
        if (where.file === sqlFileOf(name)) continue;
        expect(where.file).toBe(name);
        expect(lines[where.line - 1]?.length ?? -1).toBeGreaterThanOrEqual(where.column - 1);
      }
    }),
    { numRuns: 500, seed: 20261121 },
  );
});

test("whatever is cut off or typed over, nothing is thrown", () => {
  fc.assert(
    fc.property(names, fc.nat(), fc.nat(40), fc.string({ maxLength: 12 }), (name, from, length, typed) => {
      const text = textOf(name);
      const start = from % text.length;
      const { contract, problems } = readContract(
        text.slice(0, start) + typed + text.slice(start + length),
        "x.odcs.yaml",
      );
      expect(contract === null).toBe(problems.some(({ severity }) => severity === "error"));
    }),
    { numRuns: 500, seed: 20261121 },
  );
});

const derived = good.get("airport_days.odcs.yaml");

test("whatever is done to a query, its faults have places, or it can be asked what it follows", () => {
  const sql = derived?.sql ?? "";
  const words = [
    ...new Set(sql.match(/\{?\w+\}?|[^\s\w]/g) ?? []),
    "{airports}",
    "WITH",
    "JOIN",
    "ON",
    "(",
    ")",
    "LIMIT 1",
  ];
  const flights = readContract(textOf("flights.odcs.yaml"), "flights.odcs.yaml").contract;
  let readable = 0;
  fc.assert(
    fc.property(fc.nat(), fc.nat(40), fc.array(fc.constantFrom(...words), { maxLength: 4 }), (from, length, typed) => {
      const start = from % sql.length;
      const changed = `${sql.slice(0, start)} ${typed.join(" ")} ${sql.slice(start + length)}`;
      const { contract, problems } = readContract(derived?.text ?? "", "airport_days.odcs.yaml", changed);
      expect(contract === null).toBe(problems.some(({ severity }) => severity === "error"));
      const lines = changed.split("\n");
      for (const { where } of problems.filter(({ where }) => where.file === "airport_days.sql"))
        expect(lines[where.line - 1]?.length ?? -1).toBeGreaterThanOrEqual(where.column - 1);
      if (!contract || !flights || contract.derived?.inputs.some(({ dataset }) => dataset !== "flights")) return;
      readable++;
      const { driving, reason } = confinementOf(contract, [flights]);
      expect(driving === null).toBe(reason !== null);
    }),
    { numRuns: 600, seed: 20261121 },
  );
  expect(readable).toBeGreaterThan(10);
});
