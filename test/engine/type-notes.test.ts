import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { NULL_TYPE } from "../../lakehouse/engine/child/match.ts";
import { readTail } from "../../lakehouse/engine/child/tail.ts";
import { noteTypes, withNotedTypes } from "../../lakehouse/engine/child/type-notes.ts";
import { EPOCH_MILLIS, INT96 } from "../../lakehouse/plan/instants.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.close());

const columns = [
  { name: 'a "b', type: INT96 },
  { name: "m", type: EPOCH_MILLIS },
  { name: "n", type: NULL_TYPE },
  { name: "word", type: "VARCHAR" },
];
const stored = columns.map(({ name }, index) => ({
  name,
  type: ["BLOB", "BIGINT", "INTEGER", "VARCHAR"][index] ?? "",
}));
const written = (options = "") =>
  shop.parquet(`SELECT 'x'::BLOB AS "a ""b", 1::BIGINT AS m, NULL::INTEGER AS n, 'w' AS word`, options);
const footerOf = (path: string) => readTail(path, 1 << 20).footer;

test.each(["", ", KV_METADATA {geo_like: 'x', other: 'y'}"])(
  "notes are read back, and leave the file as it was (%s)",
  async (options) => {
    const path = await written(options);
    const [before] = await shop.rows(`SELECT * FROM '${path}'`);
    expect(withNotedTypes(stored, footerOf(path))).toEqual(stored);
    noteTypes(path, columns);
    expect(withNotedTypes(stored, footerOf(path))).toEqual(columns);
    const keys = await shop.rows(`SELECT key::VARCHAR AS key FROM parquet_kv_metadata('${path}') ORDER BY key`);
    expect(keys.map(({ key }) => key)).toEqual([...(options ? ["geo_like", "other"] : []), "sluice:types"]);
    expect(await shop.rows(`SELECT * FROM '${path}'`)).toEqual([before]);
  },
);

test("nothing to note: nothing is written", async () => {
  const path = await written();
  const before = { bytes: readFileSync(path), changed: statSync(path).mtimeMs };
  noteTypes(path, stored);
  expect({ bytes: readFileSync(path), changed: statSync(path).mtimeMs }).toEqual(before);
});

test.each([
  ['{"m": "INT96", "word": "\\"NULL\\"", "n": "constructor", "gone": "INT96"}', stored],
  ["[1, null]", stored],
  ['{"m": {"a": 1}}', stored],
])("a note that does not fit its column is passed over: %s", async (note, wanted) => {
  const path = await written(`, KV_METADATA {'sluice:types': '${note}'}`);
  expect(withNotedTypes(stored, footerOf(path))).toEqual(wanted);
});

test.each(["", "{", "null"])("a note that is none refuses the file: %j", async (note) => {
  const path = await written(`, KV_METADATA {'sluice:types': '${note}'}`);
  expect(() => withNotedTypes(stored, footerOf(path))).toThrow("CORRUPT");
});
