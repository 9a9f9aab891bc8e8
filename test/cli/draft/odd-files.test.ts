import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { candidateOf } from "../../../lakehouse/cli/candidate.ts";
import { readContract } from "../../../lakehouse/contract/read.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../../lakehouse/plan/environment.ts";
import { NO_LIFTS } from "../../../lakehouse/plan/report.ts";
import { landingOf } from "../../../lakehouse/run/draft/landing.ts";
import { CannotDraft, draftFromFile } from "../../../lakehouse/run/draft-file.ts";
import { type Engine, openEngine } from "../../../lakehouse/run/engine.ts";
import { validateFile } from "../../../lakehouse/run/validate.ts";
import { openWorkshop, type Workshop } from "../../engine/workshop.ts";

// Files that nobody would choose as an example: the draft still lints clean and they still pass it.

let workshop: Workshop;
let engine: Engine;
beforeAll(async () => {
  workshop = await openWorkshop();
  engine = openEngine({ workers: 1, scratch: workshop.scratch });
});
afterAll(async () => {
  await engine.close();
  workshop.close();
});

async function draftOf(query: string, path = "odd/file.parquet") {
  const file = await workshop.parquet(query);
  const { text, contract } = await draftFromFile(engine, file, landingOf(path, null), "file.parquet");
  const problems = readContract(text, `${contract.dataset}.odcs.yaml`).problems;
  const clock = { now: () => "2026-11-20T06:00:00.000Z" };
  const candidate = await candidateOf(file, { name: "file.parquet", day: null, lifts: NO_LIFTS, arrived: null });
  const report = await validateFile({ engine, clock }, compilePlan(contract, LOCAL), candidate);
  return { text, contract, problems, report };
}

const day = "DATE '2026-11-20' AS day";
const many = "FROM range(200) r(i)";

const odd: Readonly<Record<string, string>> = {
  "one row": `SELECT ${day}, 7 AS n, 'x' AS s`,
  "all NULL in a column": `SELECT ${day}, NULL::VARCHAR AS s, NULL::DOUBLE AS d, NULL::TIMESTAMP AS t ${many}`,
  "names that are no names": `SELECT ${day}, 1 AS "Größe (cm)", 2 AS "größe (cm)", 3 AS "2nd", 4 AS "a""b", 5 AS "select", 6 AS "_PARTITIONTIME", 7 AS "${"n".repeat(140)}", 8 AS "x
y", 9 AS "sluice_row2" ${many}`,
  "names that differ in case only are one column": `SELECT ${day}, 1 AS total ${many}`,
  "every type": `SELECT ${day}, (i % 100)::TINYINT AS a, i::UBIGINT AS b, i::HUGEINT::DECIMAL(38, 0) AS c, i::DECIMAL(9, 4) AS d, i::FLOAT AS e, 'b'::BLOB AS f, TIME '12:00:00' AS g,
    uuid() AS h, 'a'::ENUM ('a', 'b') AS i2, MAP {'k': i} AS j, [[i]] AS k, {'x y': i} AS l, {'x': [{'y': i}]} AS m, TIMESTAMP '2026-11-20 01:00:00' AS n, TIMESTAMPTZ '2026-11-20 01:00:00+00' AS o,
    TIMESTAMP_NS '2026-11-20 01:00:00.000001' AS p, TIMESTAMP_S '2026-11-20 01:00:00' AS q, i % 2 = 0 AS r ${many}`,
  extremes: `SELECT ${day}, CASE i % 3 WHEN 0 THEN 9223372036854775807 WHEN 1 THEN -9223372036854775808 ELSE 0 END AS big, CASE i % 3 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE ELSE 1e300 END AS f,
    1e-300 * i AS small, 1e308 AS huge, 99999999999999999999999999999999999999::DECIMAL(38, 0) AS d ${many}`,
  "texts with everything in them": `SELECT ${day}, chr(i::INT + 1) || 'ü' || chr(10) || '東京' AS s, '' AS e, ' padded ' AS p, 'it''s "q" \\ {x}' AS q, 'null' AS n, 'yes' AS y, repeat('long', 400) || i AS l ${many}`,
  "old and far days": `SELECT CASE i % 2 WHEN 0 THEN DATE '0001-01-01' ELSE DATE '9999-12-31' END AS day, TIMESTAMP '1969-12-31 23:59:59' AS t ${many}`,
  "no key, and values that consist of others": `SELECT ${day}, i % 20 AS a, [i] AS k, {'x': i} AS l, MAP {'k': i} AS m ${many}`,
  "no rows": `SELECT ${day}, 1 AS n, 'x' AS s WHERE false`,
  "one value": `SELECT ${day}, 0 AS zero, -5 AS minus, 100000 AS more, 'DE' AS code ${many}`,
  "a key of two columns": `SELECT (i % 50)::INT AS sensor_id, TIMESTAMPTZ '2026-11-20 00:00:00+00' + INTERVAL (i // 50) MINUTE AS measured_at, i AS v ${many}`,
};

describe("odd files", () => {
  test.each(Object.entries(odd))("%s", async (_, query) => {
    const { problems, report, text } = await draftOf(query);
    expect(problems).toEqual([]);
    const failed = report.rules.filter((rule) => rule.failed > 0).map(({ id, samples }) => [id, samples[0]?.value]);
    const rowsOk = report.verdict === "ready" || (report.rows.in === 0 && report.verdict === "held");
    expect({ failed, reasons: rowsOk ? [] : report.reasons, text: failed.length > 0 ? text : "" }).toEqual({
      failed: [],
      reasons: [],
      text: "",
    });
  });

  test("what no contract can promise is told: nanoseconds do not fit", async () => {
    const { report } = await draftOf(`SELECT ${day}, TIMESTAMP_NS '2026-11-20 01:00:00.000000001' AS t ${many}`);
    expect(report.rules.filter(({ failed }) => failed > 0).map(({ id }) => id)).toContain("t.type");
  });

  test("the key of two columns is found and declared once", async () => {
    const { contract } = await draftOf(odd["a key of two columns"] ?? "");
    expect(contract.key).toEqual(["sensor_id", "measured_at"]);
    expect(contract.checks.map(({ id }) => id)).toContain("key_once");
  });

  test.each([
    ["SELECT 1 AS a, 'x' AS b", "has no date or timestamp column that is never NULL"],
    [
      "SELECT CASE WHEN i > 3 THEN DATE '2026-11-20' END AS day FROM range(9) r(i)",
      "has no date or timestamp column that is never NULL",
    ],
  ])("no day, no draft: %s", async (query, message) => {
    const error = await draftOf(query).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CannotDraft);
    expect(String(error)).toContain(message);
  });

  test("no Parquet, no draft: the engine's reason is told", async () => {
    const path = join(workshop.folder, "x.parquet");
    writeFileSync(path, "name,age\nx,1\n");
    const error = await draftFromFile(engine, path, landingOf(path, null), "x.parquet").catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(CannotDraft);
  });
});

describe("names and landing patterns from paths", () => {
  test.each([
    ["drops/pings/dt=2026-11-20/part-0.parquet", "pings", "pings/dt=2026-11-21/part-17.parquet"],
    ["orders.parquet", "orders", "orders-2.parquet"],
    ["/x/Sales Export 2026-11-20.parquet", "sales_export", "Sales Export 2026-12-01.parquet"],
    ["x/2026-11-20.parquet", "d_2026_11_20", "2026-11-21.parquet"],
    ["./a(b)[c]+.parquet", "a_b_c", "a(b)[c]+1.parquet"],
    ["dt=2026-11-20/x.parquet", "x", "dt=2026-01-01/x.parquet"],
    ["FlightsDelays.snappy.parquet", "flights_delays", "FlightsDelays.snappy7.parquet"],
    ["東京.parquet", "dataset", "東京.parquet"],
  ])("%s → %s", (path, dataset, next) => {
    const landing = landingOf(path, null);
    expect(landing.dataset).toBe(dataset);
    const pattern = new RegExp(`^(?:${landing.pattern})$`, "v");
    const ends = path.split("/").map((_, index, parts) => parts.slice(index).join("/"));
    expect(ends.some((end) => pattern.test(end))).toBe(true);
    expect(pattern.test(next)).toBe(true);
    expect(pattern.test("other/file.parquet")).toBe(false);
  });
});
