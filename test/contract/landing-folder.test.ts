import { expect, test } from "@jest/globals";
import { folderOf, literalStart } from "../../lakehouse/contract/landing-folder.ts";

const day = String.raw`(?<dt>\d{4}-\d{2}-\d{2})`;

test.each([
  [String.raw`flights/dt=${day}/[^\/]*\.parquet`, "flights/dt=", "flights/"],
  ["^flights/.*", "flights/", "flights/"],
  [String.raw`a\.b/c-d/x_1\.parquet`, "a.b/c-d/x_1.parquet", "a.b/c-d/"],
  [String.raw`a\/b\/dt=${day}`, "a/b/dt=", "a/b/"],
  ["ab?c", "a", null],
  ["ab*c", "a", null],
  ["a/?b", "a", null],
  [String.raw`a\.{2}c`, "a", null],
  ["ab+c", "ab", null],
  ["a/b|c", "", null],
  ["a/(b|c)/d", "", null],
  [String.raw`a\|b`, "a|b", null],
  ["[ab]/c", "", null],
  ["(a/)?b", "", null],
  [String.raw`\w+/c`, "", null],
])("%s begins with %s and lies in %s", (pattern, start, folder) => {
  expect([literalStart(pattern), folderOf(pattern)]).toEqual([start, folder]);
});
