// What a child loads is the time that it takes to start: no schemas, no library but DuckDB.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { projectFolder } from "../layout/tree.ts";

const VALUES = /^(?:import\s(?!type\b)|export\s[*{])[^;"]*"([^"]+)";/gm;

function loadedBy(path: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(path)) return seen;
  const names = [...readFileSync(path, "utf8").matchAll(VALUES)].map(([, name]) => name ?? "");
  seen.set(path, names);
  for (const name of names) if (name.startsWith(".")) loadedBy(join(dirname(path), name), seen);
  return seen;
}

test("a child loads DuckDB and nothing else from outside", () => {
  const loaded = loadedBy(join(projectFolder, "lakehouse/engine/child/main.ts"));
  const outside = [...loaded].flatMap(([path, names]) =>
    names
      .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
      .map((name) => `${relative(projectFolder, path)} loads ${name}`),
  );
  expect(loaded.size).toBeGreaterThan(20);
  expect(new Set(outside.map((line) => line.split(" loads ")[1]))).toEqual(new Set(["@duckdb/node-api"]));
});
