import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "sql-parser-cst";
import { portableSqlFaults } from "../../lakehouse/contract/portable-sql.ts";

// Cases are data: blocks of portable-sql/*.sql, parted by empty lines. `-- gives VALUE`: no fault, and DuckDB's answer
// over the four rows below; `-- fault MESSAGE | TEXT AT ITS PLACE | CURE`: parts of the one fault.

interface Case {
  readonly title: string;
  readonly gives: string | null;
  readonly fault: readonly string[];
  readonly query: string;
}

const folder = join(import.meta.dirname, "portable-sql");
const cases = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .trimEnd()
    .split("\n\n")
    .map((block): Case => {
      const [head = "", ...rest] = block.split("\n");
      const [, kind, expected = ""] = /^-- (gives|fault) (.*)$/.exec(head) ?? [];
      const query = rest.join("\n");
      const gives = kind === "gives" ? expected : null;
      return { title: `${file} ${query}`, gives, fault: kind === "fault" ? expected.split(" | ") : [], query };
    }),
);
const good = cases.filter(({ gives }) => gives !== null);

const ROWS = `CREATE TABLE good AS SELECT * FROM (VALUES
  (1, 1.00, 0.5, 'Aé', DATE '2026-01-31', TIMESTAMPTZ '2026-01-31 23:30:00+00', TIMESTAMP '2026-01-31 00:00:00', true, {'level': 90}),
  (2, 2.25, NULL, 'b', DATE '2026-02-01', TIMESTAMPTZ '2026-02-01 00:00:00+00', TIMESTAMP '2026-02-01 00:00:00', false, {'level': 5}),
  (3, NULL, 0.25, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 3.00, -2.0, NULL, DATE '2026-03-01', TIMESTAMPTZ '2026-03-01 12:00:00+00', TIMESTAMP '2026-03-01 00:00:00', true, NULL)
) AS t(id, amount, share, label, day, arrived, wall, flag, battery)`;

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(ROWS);
});

const overGood = (query: string) => query.replaceAll("{object}", "good").replace(/;\s*$/, "");

/** Throws what BigQuery's grammar has against it. */
const bigqueryReads = (query: string) => {
  // This parser knows half of the combinations that BigQuery documents.
  const known = overGood(query).replace(/\bNULLS\s+(FIRST|LAST)\b/gi, "");
  parse(known, { dialect: "bigquery" });
};

const duckdbReads = async (query: string) => {
  const text = `'${overGood(query).replaceAll("'", "''")}'`;
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${text})::VARCHAR AS tree`);
  const tree = JSON.parse(String(reader.getRowObjects()[0]?.tree));
  if (tree.error) throw new Error(tree.error_message);
};

test.each(good)("$title", async ({ query, gives }) => {
  expect(portableSqlFaults(query)).toEqual([]);
  bigqueryReads(query);
  const [value] = (await connection.runAndReadAll(overGood(query))).getRowsJson()[0] ?? [];
  expect(String(value)).toBe(gives);
});

test.each(cases.filter(({ fault }) => fault.length > 0))(
  "$title",
  ({ query, fault: [message = "", at = "", cure = ""] }) => {
    const [fault, ...others] = portableSqlFaults(query);
    expect(others).toEqual([]);
    expect(fault?.message).toContain(message);
    expect(query.slice(fault?.offset, (fault?.offset ?? 0) + at.length)).toBe(at);
    expect(fault?.cure).toContain(cure);
  },
);

test("every fault is told, not the first alone", () => {
  const query = 'SELECT COUNTIF(a = "x") % 2, TRIM(b), MAX(c) / d FROM {object} ORDER BY 1';
  expect(portableSqlFaults(query).map(({ offset }) => query.slice(offset).split(/[^\w"%]/)[0])).toEqual([
    "COUNTIF",
    '"x"',
    "%",
    "TRIM",
    "d",
    "1",
  ]);
});

test("any text is answered, however deep or strange", () => {
  for (const text of [
    "(".repeat(100_000),
    `SELECT ${"NOT ".repeat(50_000)}1 FROM x`,
    "-".repeat(9),
    "/*",
    "'",
    "SELECT 1.e",
  ]) {
    expect(portableSqlFaults(text).length).toBeGreaterThan(0);
  }
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
      for (const { offset } of portableSqlFaults(text)) expect(offset >= 0 && offset <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

const words = [...new Set(good.flatMap(({ query }) => query.match(/\{?\w+\}?|'[^']*'|[^\s\w]/g) ?? []))];

test("what is found portable both grammars read, also after words are lost, doubled, changed or moved", async () => {
  let accepted = 0;
  const spoil = fc.tuple(
    fc.constantFrom(...good.map(({ query }) => query.replace(/--.*/, ""))),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("lose", "double", "change", "move"), fc.constantFrom(...words)),
      {
        maxLength: 3,
      },
    ),
  );
  await fc.assert(
    fc.asyncProperty(spoil, async ([query, changes]) => {
      const parts = query.match(/\{?\w+\}?|'[^']*'|\s+|[^\s\w]/g) ?? [];
      for (const [at, to, how, word] of changes) {
        const [index, other] = [at % parts.length, to % parts.length];
        const part = parts[index] ?? "";
        if (how === "lose") parts.splice(index, 1);
        if (how === "double") parts.splice(index, 0, part, " ");
        if (how === "change") parts.splice(index, 1, ` ${word} `);
        if (how === "move") parts.splice(other, 0, ...parts.splice(index, 1), " ");
      }
      const spoilt = parts.join("");
      if (portableSqlFaults(spoilt).length > 0) return;
      accepted++;
      bigqueryReads(spoilt);
      await duckdbReads(spoilt);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(200);
}, 60_000);
