// Columns in other types than the contract's: read without loss, or rule `<column>.type` fails. Against the naive model.
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import type { FieldType } from "../../lakehouse/contract/field.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import { convert, LOST, type Source } from "../naive/conversions.ts";
import type { Value } from "../naive/values.ts";
import { contractOf } from "./arbitrary/contracts.ts";
import { Gate, readParquet } from "./gate.ts";
import { Random } from "./random.ts";

const SEED = Number(process.env.SEED ?? 3);
const ROWS = 400;

const gate = new Gate();
afterAll(() => gate.close());

const I64: FieldType = { kind: "integer", format: "i64" };
const MONEY: FieldType = { kind: "decimal", precision: 12, scale: 2 };
const F64: FieldType = { kind: "float", format: "f64" };
const CLOCK: FieldType = { kind: "timestamp", zone: "none" };
const INSTANT: FieldType = { kind: "timestamp", zone: "utc" };

const integers = [
  0n,
  1n,
  -1n,
  7n,
  255n,
  2n ** 31n,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  9_999_999_999n,
  10_000_000_000n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const unsigned = [...integers.filter((value) => value >= 0n), 2n ** 63n, 2n ** 64n - 1n];
const doubles = [
  0,
  -1,
  7,
  1.5,
  0.1,
  0.25,
  90.000001,
  90.01,
  -0.005,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e15,
  1e300,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  9999999999.99,
  1e10,
];
const texts = [
  "0",
  "7",
  "-12",
  "1.5",
  "-0.25",
  "90.000001",
  "x",
  "",
  "9223372036854775807",
  "9223372036854775808",
  "0.1",
  "12345678901.5",
];
const fractions = ["0", "7", "1.5", "0.1", "-0.25", "90.000001", "9999999999.99", "10000000000", "12345678901.123456"];
const nanoseconds = [
  0n,
  1n,
  999n,
  1000n,
  -1n,
  -1000n,
  1_795_132_800_000_000_000n,
  1_795_132_800_000_000_001n,
  2n ** 63n - 2n,
  -(2n ** 63n) + 808n,
];

interface Column {
  readonly type: FieldType;
  readonly source: Source;
  /** DuckDB type in which the producer wrote it. */
  readonly written: string;
  readonly values: readonly Value[];
}

const COLUMNS: readonly Column[] = [
  { type: I64, source: "integer", written: "BIGINT", values: integers },
  { type: I64, source: "integer", written: "UBIGINT", values: unsigned },
  { type: I64, source: "double", written: "DOUBLE", values: doubles },
  { type: I64, source: "decimal", written: "DECIMAL(38,6)", values: fractions },
  { type: I64, source: "text", written: "VARCHAR", values: texts },
  { type: MONEY, source: "integer", written: "BIGINT", values: integers },
  { type: MONEY, source: "integer", written: "UBIGINT", values: unsigned },
  { type: MONEY, source: "double", written: "DOUBLE", values: doubles },
  { type: MONEY, source: "decimal", written: "DECIMAL(38,6)", values: fractions },
  { type: MONEY, source: "text", written: "VARCHAR", values: texts },
  { type: F64, source: "integer", written: "BIGINT", values: integers },
  { type: F64, source: "decimal", written: "DECIMAL(38,6)", values: fractions },
  { type: F64, source: "text", written: "VARCHAR", values: texts },
  { type: CLOCK, source: "nanoseconds", written: "TIMESTAMP_NS", values: nanoseconds },
  { type: INSTANT, source: "nanoseconds", written: "TIMESTAMP_NS", values: nanoseconds },
];

function sql({ written }: Column, value: Value): string {
  if (value === null) return "NULL";
  return written === "TIMESTAMP_NS" ? `make_timestamp_ns(${value})` : `'${value}'::${written}`;
}

/** The good value as text: digits of whole units, or the double itself. */
function readBack({ type }: Column, name: string): string {
  if (type.kind === "timestamp") return `epoch_us("${name}")::VARCHAR AS "${name}"`;
  if (type.kind === "decimal") return `("${name}" * 100)::HUGEINT::VARCHAR AS "${name}"`;
  return `"${name}"::VARCHAR AS "${name}"`;
}

function sameValue(value: Value, text: unknown): boolean {
  if (value === null || text === null) return value === text;
  return typeof value === "number" ? Object.is(value, Number(text)) || value === Number(text) : String(value) === text;
}

test.each(COLUMNS.map((column) => [`${column.written} as ${JSON.stringify(column.type)}`, column] as const))(
  "%s",
  async (_, column) => {
    const random = new Random(SEED);
    const values = Array.from({ length: ROWS }, () => (random.between(0, 9) === 0 ? null : random.pick(column.values)));
    const field = (name: string, type: FieldType) => ({
      name,
      physical: name,
      type,
      required: false,
      description: null,
      classification: null,
    });
    const contract = contractOf([field("at", INSTANT), field("c", column.type)], [], []);
    const path = join(gate.folder, "converted.parquet");
    await gate.sql.run(
      "SET TimeZone = 'UTC'",
      `CREATE OR REPLACE TABLE converted ("at" TIMESTAMPTZ, c ${column.written})`,
      `INSERT INTO converted VALUES ${values.map((value) => `(TIMESTAMPTZ '2026-11-20 00:00:00+00', ${sql(column, value)})`).join(", ")}`,
      `COPY converted TO '${path}' (FORMAT parquet)`,
    );
    const wanted = values.map((value) => convert(column.type, column.source, value));
    const kept = new Map<number, unknown>();
    const { report, quarantined } = await gate.run(compilePlan(contract, LOCAL), { path }, async (good) => {
      const rows = await gate.sql.ask(`SELECT sluice_row AS n, ${readBack(column, "c")} FROM ${readParquet(good)}`);
      for (const { n, c } of rows) kept.set(Number(n), c);
    });
    if (report.verdict === "rejected") throw new Error(`rejected: ${JSON.stringify(report.reasons)}`);
    const faults = wanted.flatMap((value, row) => {
      const reasons = quarantined.get(row)?.map(({ rule }) => rule) ?? [];
      if (value === LOST)
        return reasons.join() === "c.type" ? [] : [`${values[row]} was read as ${String(kept.get(row))}`];
      return kept.has(row) && sameValue(value, kept.get(row))
        ? []
        : [`${values[row]} should be ${value}, is ${String(kept.get(row))} ${reasons}`];
    });
    expect([...new Set(faults)]).toEqual([]);
  },
);
