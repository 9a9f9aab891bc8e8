import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { rewriteFooter } from "../../lakehouse/engine/footer/rewrite.ts";
import { trustFile } from "../../lakehouse/engine/footer/trust.ts";
import { openScratch, type Scratch } from "../fixtures/footers/database.ts";
import { footerOf, int64, PHYSICAL, parquet, timestamp } from "../fixtures/footers/parquet.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/footers");
const OPTIONS = { bare: false, footerBytes: 1_000_000 };
const BARE = { ...OPTIONS, bare: true };

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch();
});
afterAll(() => scratch.close());

let files = 0;

function place(bytes: Uint8Array): string {
  const path = scratch.path(`${++files}.parquet`);
  writeFileSync(path, bytes);
  return path;
}

async function column(path: string, expression: string, from = "c"): Promise<unknown[]> {
  return (await scratch.rows(`SELECT ${expression} FROM '${path}' t(${from})`)).map(([value]) => value);
}

async function types(path: string): Promise<unknown[]> {
  return (await scratch.rows(`DESCRIBE FROM '${path}'`)).map(([, type]) => type);
}

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

const text = (value: string) => new TextEncoder().encode(value);

test("statistics that lie are believed by DuckDB, and no longer once they are gone", async () => {
  const values = int64(1n, 2n, 5000n, null);
  const [one, ten] = int64(1n, 10n);
  if (!one || !ten) throw new RangeError("no claims");
  // biome-ignore format: field by field
  const statistics = [[1, ten], [2, one], [3, 0n], [5, ten], [6, one]] as const;
  const path = place(parquet([{ name: "v", physical: PHYSICAL.INT64, values, statistics }]));
  const ask = async () => [
    await column(path, "c > 1000"),
    await column(path, "c IS NULL"),
    await column(path, "count(c)"),
    await scratch.rows(`SELECT c FROM '${path}' t(c) WHERE c > 1000`),
    await scratch.rows(`SELECT c FROM '${path}' t(c) ORDER BY c DESC NULLS LAST LIMIT 1`),
  ];
  expect((await ask())[0]).not.toContain(true);
  expect(trustFile(path, OPTIONS)).toEqual([]);
  expect(await ask()).toEqual([[false, false, true, null], [false, false, false, true], ["3"], [["5000"]], [["5000"]]]);
});

test("NaN is found, although statistics leave it out", async () => {
  const path = place(readFileSync(join(FIXTURES, "nan.parquet")));
  expect(await scratch.rows(`SELECT d FROM '${path}' WHERE d > 1000`)).toEqual([]);
  trustFile(path, OPTIONS);
  expect(await scratch.rows(`SELECT CAST(d AS VARCHAR) FROM '${path}' WHERE d > 1000`)).toEqual([["nan"]]);
});

/** Each value of the file, as one number a column. */
function fingerprint(path: string): Promise<unknown[][]> {
  const sql = `SELECT count(*), bit_xor(hash(file_row_number, COLUMNS(* EXCLUDE file_row_number))) FROM read_parquet('${path}', can_have_nan = true, file_row_number = true)`;
  return scratch.rows(sql);
}

test.each(["claims", "delta", "brotli", "lz4"])("pyarrow's %s reads the same afterwards", async (name) => {
  const path = place(readFileSync(join(FIXTURES, `${name}.parquet`)));
  const withoutNanos = `SELECT bit_xor(hash(COLUMNS(* EXCLUDE ns))) FROM '${path}'`;
  const before = await scratch.rows(withoutNanos);
  const notes = trustFile(path, OPTIONS);
  expect(await scratch.rows(withoutNanos)).toEqual(before);
  // Version 1.0 knows no nanoseconds.
  expect(notes).toEqual(name === "lz4" ? [] : [{ path: ["ns"], note: "nanos-utc" }]);
  expect(
    await scratch.rows(
      `SELECT bloom_filter_offset, stats_min_value FROM parquet_metadata('${path}') WHERE bloom_filter_offset IS NOT NULL OR stats_min_value IS NOT NULL`,
    ),
  ).toEqual([]);
});

const ALL_TYPES = `SELECT i, i::TINYINT a, i::USMALLINT b, i::HUGEINT c, i / 3 d, (i / 3)::FLOAT e, i::DECIMAL(9, 2) f, i::DECIMAL(38, 9) g,
  md5(i::VARCHAR) h, 'x' || i % 5 j, md5(i::VARCHAR)::BLOB k, DATE '2020-01-01' + i::INTEGER l, to_timestamp(i) m, make_timestamp(i) n,
  TIME '00:00:01' o, md5(i::VARCHAR)::UUID p, i % 2 = 0 q, [i, NULL] r, {x: i, y: ['z']} s, MAP {'k': i} t, '{"a":1}'::JSON u,
  INTERVAL 1 DAY * i v, nullif(i % 3, 0) w FROM range(100) r(i)`;

test.each(["snappy", "zstd", "gzip", "lz4_raw", "brotli", "uncompressed"])(
  "DuckDB's %s reads the same afterwards",
  async (codec) => {
    for (const version of ["v1", "v2"]) {
      const path = scratch.path(`${codec}-${version}.parquet`);
      await scratch.rows(
        `COPY (${ALL_TYPES}) TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048)`,
      );
      const before = [await types(path), await fingerprint(path)];
      expect(trustFile(path, OPTIONS)).toEqual([]);
      expect([await types(path), await fingerprint(path)]).toEqual(before);
    }
  },
);

test("geometries are bytes, whatever they claim to be", async () => {
  const geo = '{"version":"1.0.0","primary_column":"g","columns":{"g":{"encoding":"WKB","geometry_types":["Point"]}}}';
  const claimed = scratch.path("geo.parquet");
  await scratch.rows(`COPY (SELECT 'abc'::BLOB AS g) TO '${claimed}' (FORMAT parquet, KV_METADATA {geo: '${geo}'})`);
  const values = [text("abc")];
  const annotated = place(parquet([{ name: "g", physical: PHYSICAL.BYTE_ARRAY, logical: [[17, []]], values }]));
  for (const path of [claimed, annotated]) {
    await expect(scratch.rows(`FROM '${path}'`)).rejects.toThrow("end of binary data");
    expect(trustFile(path, OPTIONS)).toEqual([]);
    expect(await column(path, "c")).toEqual(["abc"]);
  }
});

test("a range of rows is read from its own row groups", async () => {
  const path = scratch.path("groups.parquet");
  await scratch.rows(`COPY (SELECT i FROM range(20000) r(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  trustFile(path, OPTIONS);
  const sql = `SELECT count(*), min(i), max(i) FROM '${path}' WHERE file_row_number BETWEEN 4096 AND 8191`;
  expect(await scratch.rows(sql)).toEqual([["4096", "4096", "8191"]]);
});

test.each(["dictionary", "plain"])("INT96 is read as its bytes, to the nanosecond (%s)", async (kind) => {
  const path = place(readFileSync(join(FIXTURES, `int96-${kind}.parquet`)));
  const before = await scratch.rows(`FROM '${path}'`);
  expect(trustFile(path, OPTIONS)).toEqual([
    { path: ["i96"], note: "int96" },
    { path: ["in_list", "list", "element"], note: "int96" },
  ]);
  expect(await types(path)).toEqual(["BLOB", "BLOB[]"]);
  const hex = await scratch.rows(`SELECT hex(i96), hex(in_list[1]) FROM '${path}'`);
  expect(hex.map(([value]) => toText(value))).toEqual(before.map(([value]) => value));
  expect(hex.map(([, value]) => value)).toEqual(hex.map(([value]) => value));
  expect(toNanoseconds(hex[0]?.[0])).toBe(1_700_000_000_123_456_789n);
});

function toNanoseconds(hex: unknown): bigint {
  const stored = Buffer.from(String(hex), "hex");
  return BigInt(stored.readUInt32LE(8) - 2_440_588) * 86_400_000_000_000n + stored.readBigUInt64LE(0);
}

/** As DuckDB prints a timestamp, nanoseconds cut off. */
function toText(hex: unknown): string | null {
  if (hex === null) return null;
  const nanoseconds = toNanoseconds(hex);
  const cut = BigInt.asIntN(64, nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n)) / 1000n;
  const whole = new Date(Number((cut - (((cut % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1000n)).toISOString();
  const micros = String(((cut % 1_000_000n) + 1_000_000n) % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return whole.slice(0, 19).replace("T", " ") + (micros ? `.${micros}` : "");
}

test("nanoseconds since 1970 in UTC keep their last three digits", async () => {
  const values = int64(1n, 1_700_000_000_123_456_789n, -1n, null);
  const path = place(parquet([{ name: "at", physical: PHYSICAL.INT64, logical: timestamp(true, "nanos"), values }]));
  expect(await types(path)).toEqual(["TIMESTAMP WITH TIME ZONE"]);
  expect(trustFile(path, OPTIONS)).toEqual([{ path: ["at"], note: "nanos-utc" }]);
  expect(await types(path)).toEqual(["TIMESTAMP_NS"]);
  expect(await column(path, "epoch_ns(c)")).toEqual(["1", "1700000000123456789", "-1", null]);
});

const BAD = [text("good"), bytes(0xff, 0xfe), bytes(0xed, 0xa0, 0x80), null, text("\0é")];
const STRING = { physical: PHYSICAL.BYTE_ARRAY, converted: 0, logical: [[1, []]], values: BAD } as const;

test("bare: text that is no UTF-8 is read as bytes, also in lists and structs", async () => {
  const path = place(
    parquet([
      { ...STRING, name: "plain" },
      { ...STRING, name: "enum", converted: 4, dictionary: true },
      { ...STRING, name: "list", within: "list" },
      { ...STRING, name: "struct", within: "struct", dictionary: true },
    ]),
  );
  trustFile(path, OPTIONS);
  await expect(scratch.rows(`FROM '${path}'`)).rejects.toThrow("Invalid string encoding");
  expect(trustFile(path, BARE)).toEqual([
    { path: ["plain"], note: "text" },
    { path: ["enum"], note: "text" },
    { path: ["list", "list", "element"], note: "text" },
    { path: ["struct", "member"], note: "text" },
  ]);
  expect(await types(path)).toEqual(["BLOB", "BLOB", "BLOB[]", "STRUCT(member BLOB)"]);
  const hex = BAD.map((value) => (value ? Buffer.from(value).toString("hex").toUpperCase() : null));
  const found = await scratch.rows(`SELECT hex(a), hex(b), hex(c[1]), hex(d.member) FROM '${path}' t(a, b, c, d)`);
  expect(found).toEqual(hex.map((value) => [value, value, value, value]));
});

test("bare: milliseconds that DuckDB cannot hold are read as integers", async () => {
  const values = int64(0n, 2n ** 63n - 1n, -(2n ** 63n), null);
  const shape = { physical: PHYSICAL.INT64, values };
  const path = place(
    parquet([
      { ...shape, name: "old", converted: 9 },
      { ...shape, name: "new", logical: timestamp(false, "millis") },
    ]),
  );
  trustFile(path, OPTIONS);
  await expect(scratch.rows(`FROM '${path}'`)).rejects.toThrow("Could not convert");
  expect(trustFile(path, BARE).map(({ note }) => note)).toEqual(["millis", "millis"]);
  expect(await column(path, "a", "a, b")).toEqual(["0", "9223372036854775807", "-9223372036854775808", null]);
});

test("every fixture reads bare too", async () => {
  for (const name of readdirSync(FIXTURES).filter((file) => file.endsWith(".parquet"))) {
    const path = place(readFileSync(join(FIXTURES, name)));
    const rows = await column(path, "count(*)");
    trustFile(path, BARE);
    expect(await types(path)).not.toContain("VARCHAR");
    await fingerprint(path);
    expect(await column(path, "count(*)")).toEqual(rows);
  }
});

test("a second rewriting changes nothing", () => {
  const { footer } = rewriteFooter(footerOf(readFileSync(join(FIXTURES, "claims.parquet"))), { bare: true });
  expect(rewriteFooter(footer, { bare: true })).toEqual({ footer, columns: [] });
});
