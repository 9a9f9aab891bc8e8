import { existsSync, linkSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { trustFile } from "../../lakehouse/engine/footer/trust.ts";
import { openScratch, type Scratch } from "../fixtures/footers/database.ts";
import { int64, PHYSICAL, parquet } from "../fixtures/footers/parquet.ts";

const OPTIONS = { bare: false, footerBytes: 1_000_000 };
const BARE = { ...OPTIONS, bare: true };
const INT96 = readFileSync(join(import.meta.dirname, "../fixtures/footers/int96-plain.parquet"));

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch();
});
afterAll(() => scratch.close());

test("bare after not bare tells all that was changed since the first footer", () => {
  const path = scratch.path("twice.parquet");
  writeFileSync(path, INT96);
  const first = trustFile(path, OPTIONS);
  const once = readFileSync(path);
  expect(trustFile(path, BARE)).toEqual(first);
  expect(trustFile(path, OPTIONS)).toEqual(first);
  expect(readFileSync(path)).toEqual(once);
});

test("another name of the file keeps its bytes", () => {
  const [original, path] = [scratch.path("original.parquet"), scratch.path("linked.parquet")];
  writeFileSync(original, INT96);
  linkSync(original, path);
  trustFile(path, OPTIONS);
  expect(readFileSync(original)).toEqual(INT96);
  expect(readFileSync(path)).not.toEqual(INT96);
  expect(existsSync(`${path}.own`)).toBe(false);
});

test("a footer kept from an earlier file of the same name is not taken for this one's", async () => {
  const path = scratch.path("again.parquet");
  writeFileSync(path, INT96);
  trustFile(path, OPTIONS);
  writeFileSync(path, parquet([{ name: "v", physical: PHYSICAL.INT64, values: int64(7n) }]));
  expect(trustFile(path, BARE)).toEqual([]);
  expect(await scratch.rows(`FROM '${path}'`)).toEqual([["7"]]);
});

test("what is no footer is refused, and the file left as it was", () => {
  const path = scratch.path("broken.parquet");
  const broken = Buffer.from(INT96);
  broken[broken.length - 9] = 0x0f; // where the footer's last byte, the end of a struct, stood
  writeFileSync(path, broken);
  expect(() => trustFile(path, OPTIONS)).toThrow("CORRUPT");
  expect(readFileSync(path)).toEqual(broken);
});
