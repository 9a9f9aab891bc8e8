import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkFooter } from "../../lakehouse/engine/child/check-footer.ts";
import { readFooter } from "../../lakehouse/engine/child/footer.ts";
import { cutUnits } from "../../lakehouse/engine/child/preflight.ts";
import { refusalOf, wordsOf } from "../../lakehouse/engine/child/refusal.ts";
import { MalformedThrift } from "../../lakehouse/engine/footer/thrift-reader.ts";
import { Refused } from "../../lakehouse/engine/refused.ts";
import { openWorkshop, planOf, type Workshop } from "./workshop.ts";

let shop: Workshop;
let footer: Buffer;
let fileBytes: number;
const { limits } = planOf({});
const columns = "i AS n, 'x' || i AS s, [i, i + 1] AS l, {'a': i, 'b': [{'c': 'y'}]} AS o, i::DECIMAL(9,2) AS d";
beforeAll(async () => {
  shop = await openWorkshop();
  const path = await shop.parquet(`SELECT ${columns} FROM range(5000) t(i)`, ", ROW_GROUP_SIZE 2048, COMPRESSION zstd");
  const bytes = readFileSync(path);
  fileBytes = bytes.length;
  footer = bytes.subarray(bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8), bytes.length - 8);
});
afterAll(() => shop.close());

test("a footer is read as DuckDB reads it", () => {
  const { rows, schema, groups, encrypted } = checkFooter(footer, fileBytes, limits);
  expect([rows, groups.map((group) => group.rows), encrypted]).toEqual([5000, [2048, 2048, 904], false]);
  expect(schema.map(({ name }) => name).slice(1)).toEqual([
    "n",
    "s",
    "l",
    "list",
    "element",
    "o",
    "a",
    "b",
    "list",
    "element",
    "c",
    "d",
  ]);
  expect(groups[0]?.values).toEqual([2048, 2048, 4096, 2048, 2048, 2048]);
  expect([...(groups[0]?.codecs ?? [])]).toEqual([6]);
});

test("limits are kept", () => {
  const refused = (more: Partial<typeof limits>) => {
    try {
      checkFooter(footer, fileBytes, { ...limits, ...more });
      return "accepted";
    } catch (error) {
      return error instanceof Refused ? error.refusal.code : String(error);
    }
  };
  expect(refused({ leafColumns: 5 })).toBe("TOO_COMPLEX");
  expect(refused({ depth: 2 })).toBe("TOO_COMPLEX");
  expect(refused({ rowGroups: 2 })).toBe("TOO_COMPLEX");
  expect(refused({ rowGroupBytes: 1000 })).toBe("TOO_LARGE");
  expect(refused({ expansion: 0 })).toBe("TOO_LARGE");
});

describe("whatever bytes come", () => {
  const most = { elements: 1000, rowGroups: 1000 };
  const outcome = (bytes: Uint8Array) => {
    try {
      readFooter(bytes, most);
    } catch (error) {
      if (!(error instanceof MalformedThrift) && !["FooterTooLarge", "UnreadableName"].includes((error as Error).name))
        throw error;
    }
  };

  test("reading ends, and with no other error", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), outcome), { numRuns: 2000 });
  });

  test("also those of a real footer with a few changed", () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: footer.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = Buffer.from(footer);
        for (const [at, value] of changes) bytes[at] = value;
        outcome(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});

test("units are whole row groups", () => {
  expect(cutUnits([4, 4, 4], 12)).toEqual([{ index: 0, rows: null, count: 12 }]);
  expect(cutUnits([4, 4, 4], 8)).toEqual([
    { index: 0, rows: [0, 7], count: 8 },
    { index: 1, rows: [8, 11], count: 4 },
  ]);
  expect(cutUnits([9, 1, 9], 5)).toEqual([
    { index: 0, rows: [0, 8], count: 9 },
    { index: 1, rows: [9, 9], count: 1 },
    { index: 2, rows: [10, 18], count: 9 },
  ]);
  expect(cutUnits([9], 5)).toEqual([{ index: 0, rows: null, count: 9 }]);
  expect(cutUnits([], 5)).toEqual([{ index: 0, rows: null, count: 0 }]);
});

describe("DuckDB's errors", () => {
  test.each([
    [
      'Invalid Input Error: Invalid string encoding found in Parquet file "/box/x": value "\\xFF" is not valid UTF8!',
      "INVALID_UTF8",
    ],
    ["Invalid Input Error: File '/box/x' is encrypted, but 'encryption_config' was not set", "ENCRYPTED"],
    [
      'Invalid Input Error: Failed to read file "/box/x": Unsupported compression codec "LZ4". Supported options are …',
      "UNSUPPORTED_CODEC",
    ],
    ["Invalid Error: BYTE_STREAM_SPLIT encoding is only supported for FLOAT or DOUBLE data", "UNSUPPORTED_CODEC"],
    ["Out of Memory Error: failed to pin block of size 256.0 KiB (37.9 MiB/38.1 MiB used)", "OUT_OF_MEMORY"],
    ['Invalid Input Error: Failed to read file "/box/x": Snappy decompression failure', "CORRUPT"],
    ["Invalid Error: TProtocolException: Invalid data", "CORRUPT"],
    ["INTERNAL Error: Information loss on integer cast\n\nStack Trace:\n…", "CORRUPT"],
    ["FATAL Error: Failed: database has been invalidated", "CORRUPT"],
    ["Conversion Error: Could not convert Timestamp(MS) to Timestamp(US)", "UNSUPPORTED_TYPE"],
  ])("%s", (text, code) => {
    expect(refusalOf(new Error(text))?.code).toBe(code);
  });

  test("that are ours are no refusals", () => {
    for (const text of [
      "Parser Error: syntax error",
      "Catalog Error: no table",
      "Permission Error: no",
      "x is not a function",
    ]) {
      expect(refusalOf(new Error(text))).toBeNull();
    }
  });

  test("lose the values and paths they quote", () => {
    const text =
      "Conversion Error: Could not convert string 'jane@example.com' to INT64 in \"/box/7/drop.parquet\"\n\nLINE 1: SELECT secret";
    expect(wordsOf(text)).toBe("Conversion Error: Could not convert string … to INT64 in …");
  });
});
