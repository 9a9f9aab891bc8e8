import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readFooter } from "../../lakehouse/engine/child/footer.ts";
import { rewriteFooter } from "../../lakehouse/engine/footer/rewrite.ts";
import { MalformedThrift } from "../../lakehouse/engine/footer/thrift-reader.ts";
import { ThriftWriter } from "../../lakehouse/engine/footer/thrift-writer.ts";
import { type Fields, footerOf, PHYSICAL, parquet, thrift, timestamp } from "../fixtures/footers/parquet.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/footers");
const LONG = 2000; // milliseconds; it takes one

/** The same numbers in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test.each(["claims", "int96-plain", "delta"])(
  "bits flipped anywhere in %s end in MalformedThrift or in a footer",
  (name) => {
    const footer = footerOf(readFileSync(join(FIXTURES, `${name}.parquet`)));
    const next = numbers(7);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const flipped = Uint8Array.from(footer);
      for (let flips = 1 + next(3); flips > 0; flips--) {
        const at = next(flipped.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << next(8));
      }
      const started = performance.now();
      try {
        rewriteFooter(flipped, { bare: round % 2 === 0 });
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedThrift);
        refused++;
      }
      expect(performance.now() - started).toBeLessThan(LONG);
    }
    expect(refused).toBeGreaterThan(10);
  },
);

test("any beginning of a footer is refused", () => {
  const footer = footerOf(readFileSync(join(FIXTURES, "delta.parquet")));
  for (let size = 0; size < footer.length; size += 7) {
    expect(() => rewriteFooter(footer.subarray(0, size), { bare: true })).toThrow(MalformedThrift);
  }
});

const ELEMENT: Fields = [
  [1, PHYSICAL.INT64],
  [3, 0],
  [4, "v"],
];

// biome-ignore format: field by field
function footerWith(element: Fields, groups: Fields = [], more: Fields = []): Uint8Array {
  const root: Fields = [[4, "schema"], [5, 1]];
  return thrift([[1, 1], [2, { items: [root, element] }], [3, 0n], [4, { items: groups.length > 0 ? [groups] : [] }], ...more]);
}

// biome-ignore format: field by field
const HOSTILE: Readonly<Record<string, Uint8Array>> = {
  "a field whose number is 12 in 16 bits": footerWith(ELEMENT, [[1, { items: [[[3, [[65_548, [[1, "lie"]]]]]]] }]]),
  "a field of another type than its own": footerWith(ELEMENT, [[1, { items: [[[3, [[1, "no integer"]]]]] }]]),
  "a list of another type than its own": footerWith(ELEMENT, [[1, { items: [[[3, [[2, { items: ["RLE"] }]]]]] }]]),
  "a column with columns inside": footerWith([...ELEMENT, [5, 1]]),
  "fewer columns than none": footerWith([[4, "v"], [5, -1]]),
  "an annotation of two meanings": footerWith([...ELEMENT, [10, [[1, []], ...timestamp(true, "nanos")]]]),
  "a unit of two meanings": footerWith([...ELEMENT, [10, [[8, [[1, true], [2, [[2, []], [3, []]]]]]]]]),
  "a timestamp neither in UTC nor not": footerWith([...ELEMENT, [10, [[8, [[1, 1]]]]]]),
  "a 32-bit integer of 33 bits": footerWith([[1, 2 ** 32 + PHYSICAL.INT64], [4, "v"]]),
  "lists in lists": Uint8Array.from([0xa9, ...Array.from({ length: 100_000 }, () => 0x19), 0, 0]),
  "maps in maps": Uint8Array.from([0xab, ...Array.from({ length: 100_000 }, () => [1, 0xbb]).flat(), 0, 0]),
  "structs in structs": Uint8Array.from([0xac, ...Array.from({ length: 100_000 }, () => 0x1c)]),
  "a list of more items than bytes": Uint8Array.from([0x29, 0xfc, 0xff, 0xff, 0xff, 0x7f, 0]),
};

test.each(Object.entries(HOSTILE))("%s is refused", (_, footer) => {
  expect(() => rewriteFooter(footer, { bare: true })).toThrow(MalformedThrift);
});

test.each([
  ["lists in lists", "nested too deep"],
  ["maps in maps", "nested too deep"],
  ["structs in structs", "nested too deep"],
  ["a field whose number is 12 in 16 bits", "fields out of order"],
  ["a 32-bit integer of 33 bits", "an integer too large for its type"],
])("%s: the first reader refuses it too", (name, message) => {
  const footer = HOSTILE[name] ?? new Uint8Array();
  expect(() => readFooter(footer, { elements: 9, rowGroups: 9 })).toThrow(message);
});

test("a field twice, of which another parser would take the second, is refused", () => {
  const writer = new ThriftWriter();
  writer.struct(() => {
    for (const rows of [1n, 2n]) {
      writer.field(3, 6);
      writer.integer(rows);
    }
  });
  const footer = writer.finish();
  expect(() => rewriteFooter(footer, { bare: false })).toThrow("fields out of order");
  expect(() => readFooter(footer, { elements: 9, rowGroups: 9 })).toThrow("fields out of order");
});

test("groups nested without end are refused", () => {
  const group: Fields = [
    [4, "g"],
    [5, 1],
  ];
  const footer = thrift([[2, { items: Array.from({ length: 5000 }, () => group) }]]);
  expect(() => rewriteFooter(footer, { bare: false })).toThrow("nested too deep");
});

test("unknown fields stay, byte for byte", () => {
  const unknown: Fields = [
    [99, "kept"],
    [100, { items: [1n, -1n] }],
    [2000, [[7, true]]],
  ];
  // biome-ignore format: field by field
  const footer = footerWith([...ELEMENT, ...unknown], [[1, { items: [[[3, [[5, 0n], ...unknown]], ...unknown]] }], ...unknown], unknown);
  const expected = Buffer.from(footer).toString("hex");
  expect(Buffer.from(rewriteFooter(footer, { bare: true }).footer).toString("hex")).toBe(expected);
});

test("an INT96 with an annotation is bytes nevertheless", () => {
  const file = parquet([
    { name: "v", physical: PHYSICAL.INT96, converted: 0, logical: timestamp(true, "nanos"), values: [] },
  ]);
  const { footer, columns } = rewriteFooter(footerOf(file), { bare: false });
  expect(columns).toEqual([{ path: ["v"], note: "int96" }]);
  expect(rewriteFooter(footer, { bare: true }).columns).toEqual([]);
});
