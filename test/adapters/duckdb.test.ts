import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sharedFile } from "../../lakehouse/adapters/duckdb/shared-file.ts";
import { createDuckDbWarehouse, type DuckDbWarehouse } from "../../lakehouse/adapters/duckdb.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { type JobSpec, ObjectNotFound } from "../../lakehouse/ports.ts";
import { writeSamples } from "../ports/warehouse-duckdb.ts";
import { localFiles, quote, systemClock } from "../ports/warehouse-places.ts";
import { hour, namesOf, samplePlans } from "../ports/warehouse-samples.ts";
import { hourlyJobs } from "./duckdb-hourly.ts";

let folder: string;
let file: string;
let warehouse: DuckDbWarehouse;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-duckdb-"));
  file = join(folder, "warehouse.duckdb");
  warehouse = open(file);
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

function open(path: string): DuckDbWarehouse {
  return createDuckDbWarehouse({ file: path, objects: localFiles, clock: systemClock, memoryMb: 256 });
}

const { hourly, meters } = samplePlans;
const target = namesOf(hourly).consumption;

/** A job that is nothing but its text. */
function derive(text: string, counts: string | null = null): JobSpec {
  return { kind: "derive", from: null, target, partitions: ["2026022801"], formerDrops: [], text, counts };
}

async function goodFile(): Promise<string> {
  const path = join(folder, "good.parquet");
  await writeSamples("hourly", [hour("2026022801", "canary")], path);
  return path;
}

describe("up", () => {
  const columnsOf = async (plan: Plan) =>
    (await warehouse.shape(namesOf(plan).consumption))?.columns.map(({ name, type }) => `${name} ${type}`);
  const changed = (from: string, to: string): Plan => {
    const { createTable } = meters.warehouse.duckdb;
    expect(createTable).toContain(from);
    const duckdb = { ...meters.warehouse.duckdb, createTable: createTable.replace(from, to) };
    return { ...meters, warehouse: { ...meters.warehouse, duckdb } };
  };
  const row = `INSERT INTO ${quote(namesOf(meters).consumption)} (meter, parts) VALUES ('m1', [{kind: 'k', "values": [1.5]}])`;

  test("makes schemas and table, and twice is no fault", async () => {
    await warehouse.up(meters);
    const columns = await columnsOf(meters);
    await warehouse.insert("a", {}, derive(row));
    await warehouse.up(meters);
    expect(await columnsOf(meters)).toEqual(columns);
    expect(columns).toContain('parts STRUCT(kind VARCHAR, "values" DOUBLE[])[]');
    expect(await warehouse.query(`SELECT meter FROM ${quote(namesOf(meters).consumption)}`)).toEqual([{ meter: "m1" }]);
  });

  test("adds columns and fields inside of columns, NULL in the rows that are there, and drops none", async () => {
    await warehouse.up(meters);
    const before = (await columnsOf(meters)) ?? [];
    await warehouse.insert("a", {}, derive(row));
    await warehouse.up(changed('"exact" DECIMAL(38,9),', '"exact" DECIMAL(38,9), "new" UUID,'));
    await warehouse.up(changed('STRUCT("kind" VARCHAR,', 'STRUCT("unit" STRUCT("name" VARCHAR), "kind" VARCHAR,'));
    expect(await columnsOf(meters)).toEqual([
      ...before.map((column) =>
        column.startsWith("parts")
          ? 'parts STRUCT(kind VARCHAR, "values" DOUBLE[], unit STRUCT("name" VARCHAR))[]'
          : column,
      ),
      "new UUID",
    ]);
    await warehouse.up(meters);
    expect(await columnsOf(meters)).toContain("new UUID");
    expect(await warehouse.query(`SELECT meter, parts, "new" FROM ${quote(namesOf(meters).consumption)}`)).toEqual([
      { meter: "m1", parts: '[{"kind":"k","values":[1.5],"unit":null}]', new: null },
    ]);
  });

  test("a column of another type stops it, named, and nothing is changed", async () => {
    await warehouse.up(meters);
    const before = await columnsOf(meters);
    const plan = changed('"version" BIGINT,', '"version" VARCHAR, "new" UUID,');
    await expect(warehouse.up(plan)).rejects.toThrow("version is BIGINT, the plan wants VARCHAR");
    await expect(warehouse.up(changed('"kind" VARCHAR', '"kind" DATE'))).rejects.toThrow("parts is STRUCT");
    expect(await columnsOf(meters)).toEqual(before);
  });

  test("a file named like a schema is no trap", async () => {
    for (const name of ["sluice", "local_consumption", "memory"]) {
      const other = open(join(folder, `${name}.duckdb`));
      await other.up(hourly);
      await other.insert("a", {}, derive(`INSERT INTO ${quote(target)} (note) VALUES ('x')`));
      expect(await other.query(`SELECT note FROM ${quote(target)}`)).toEqual([{ note: "x" }]);
      await other.close();
    }
  });
});

describe("jobs", () => {
  test("a text may hold several statements, which take effect together or not at all", async () => {
    await warehouse.up(hourly);
    const insert = `INSERT INTO ${quote(target)} (note) VALUES ('a'), ('b')`;
    await warehouse.insert("both", {}, derive(`${insert}; DELETE FROM ${quote(target)} WHERE note = 'a'`));
    await warehouse.insert("neither", {}, derive(`${insert}; SELECT CAST('canary' AS BIGINT)`));
    expect(await warehouse.job("both")).toMatchObject({ error: null, counts: { inserted: 2, deleted: 1 } });
    expect(await warehouse.job("neither")).toMatchObject({ error: { kind: "data" }, counts: { inserted: 0 } });
    expect(await warehouse.query(`SELECT note FROM ${quote(target)}`)).toEqual([{ note: "b" }]);
  });

  test("a text that would part the effect from the id is refused, and a MERGE that nobody counted", async () => {
    await warehouse.up(hourly);
    const insert = `INSERT INTO ${quote(target)} (note) VALUES ('a')`;
    await expect(warehouse.insert("a", {}, derive(`${insert}; COMMIT`))).rejects.toThrow(RangeError);
    const merge = `MERGE INTO ${quote(target)} USING (SELECT 'a' AS n) AS s ON FALSE WHEN NOT MATCHED THEN INSERT (note) VALUES (s.n)`;
    await expect(warehouse.insert("a", {}, derive(merge))).rejects.toThrow("needs its counts");
    expect(await warehouse.job("a")).toBeNull();
    expect(await warehouse.query(`SELECT note FROM ${quote(target)}`)).toEqual([]);
    await warehouse.insert("a", {}, derive(merge, "SELECT 1 AS inserted, 0 AS deleted"));
    expect(await warehouse.job("a")).toMatchObject({ counts: { inserted: 1, updated: 0, deleted: 0 } });
  });

  test("what is recorded of a failure names objects and columns, no values and no paths", async () => {
    const path = await goodFile();
    const objects = {
      local: async (name: string) => {
        if (name.endsWith("gone.parquet")) throw new ObjectNotFound(name);
        return name.endsWith("broken.parquet") ? join(folder, "broken.parquet") : path;
      },
    };
    await writeSamples("hourly", [], join(folder, "broken.parquet"), "broken");
    const other = createDuckDbWarehouse({ file, objects, clock: systemClock });
    await other.up(hourly);
    const { load } = hourlyJobs(hourly, "");
    const failureOf = async (id: string, uri: string, type: string) => {
      const spec = load(`t_${id}`);
      const columns = spec.shape.columns.map((column) => (column.name === "note" ? { ...column, type } : column));
      await other.insert(id, {}, { ...spec, files: [{ uri, generation: "1" }], shape: { ...spec.shape, columns } });
      return (await other.job(id))?.error;
    };
    const invalid = { kind: "data", reason: "invalid" };
    expect(await failureOf("typed", "staging/a.parquet", "BIGINT")).toEqual({
      ...invalid,
      message: "Conversion Error in column note",
    });
    expect(await failureOf("broken", "staging/broken.parquet", "VARCHAR")).toEqual({
      ...invalid,
      message: "Invalid Input Error in staging/broken.parquet",
    });
    expect(await failureOf("gone", "staging/gone.parquet", "VARCHAR")).toMatchObject({
      kind: "data",
      reason: "notFound",
    });
  });
});

test("a query is one SELECT that writes nothing; whole numbers are numbers where they fit", async () => {
  await warehouse.up(hourly);
  const insert = `INSERT INTO ${quote(target)} (note) VALUES ('a')`;
  const refused = [
    "",
    insert,
    `SELECT 1; ${insert}`,
    `COPY ${quote(target)} TO ${quoteText(join(folder, "x.csv"))}`,
    "BEGIN",
    "DROP SCHEMA sluice CASCADE",
  ];
  for (const text of refused) await expect(warehouse.query(text)).rejects.toThrow(RangeError);
  const text = `SELECT 9007199254740991 AS safe, 9007199254740993 AS big, sum(2::HUGEINT) AS wide, 1.50::DECIMAL(5, 2) AS exact,
    'NaN'::DOUBLE AS nan, 0.5::DOUBLE AS half, TIMESTAMPTZ '2026-05-01 02:00:00.5+02' AS instant, DATE '2026-05-01' AS day,
    [{a: 1}] AS nested, NULL AS nothing, true AS yes`;
  expect(await warehouse.query(text)).toEqual([
    {
      safe: 9007199254740991,
      big: "9007199254740993",
      wide: 2,
      exact: "1.50",
      nan: "NaN",
      half: 0.5,
      instant: "2026-05-01T00:00:00.500000Z",
      day: "2026-05-01",
      nested: '[{"a":1}]',
      nothing: null,
      yes: true,
    },
  ]);
});

test("the exported copy holds the consumption tables alone, is whole at any time, and leaves nothing beside it", async () => {
  await warehouse.up(hourly);
  await warehouse.up(meters);
  await warehouse.insert("a", {}, hourlyJobs(hourly, await goodFile()).load("p1_0"));
  mkdirSync(join(folder, "out"));
  const copy = join(folder, "out", "copy.duckdb");
  for (const note of ["a", "b"]) {
    await warehouse.insert(`row-${note}`, {}, derive(`INSERT INTO ${quote(target)} (note) VALUES ('${note}')`));
    await warehouse.exportTo(copy);
  }
  const instance = await DuckDBInstance.create(copy, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  expect(await ask("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL")).toEqual([
    ["local_consumption", "hourly"],
    ["local_consumption", "meters"],
  ]);
  expect(await ask("SELECT note FROM local_consumption.hourly ORDER BY note")).toEqual([["a"], ["b"]]);
  connection.closeSync();
  instance.closeSync();
  expect(readdirSync(join(folder, "out"))).toEqual(["copy.duckdb"]);
});

describe("the file", () => {
  const shared = () => sharedFile(file, { memoryMb: 256, patienceMs: 1000 });

  test("what could not be written into it on letting go is read from its log later", async () => {
    await warehouse.up(hourly);
    await (await shared()).use((connection) => connection.run("SET debug_checkpoint_abort = 'before_header'"));
    await warehouse.insert("a", {}, derive(`INSERT INTO ${quote(target)} (note) VALUES ('kept')`));
    await warehouse.close();
    expect(readdirSync(folder)).toContain("warehouse.duckdb.wal");
    expect(await warehouse.job("a")).toMatchObject({ error: null });
    expect(await warehouse.query(`SELECT note FROM ${quote(target)}`)).toEqual([{ note: "kept" }]);
    await warehouse.close();
    expect(readdirSync(folder)).toEqual(["warehouse.duckdb"]);
  });

  test("it is opened anew after an error that the engine does not survive", async () => {
    await warehouse.up(hourly);
    const handle = await shared();
    const variable = () =>
      handle.use(async (connection) => (await connection.runAndReadAll("SELECT getvariable('x')")).getRowsJson());
    await handle.use((connection) => connection.run("SET VARIABLE x = 1"));
    expect(await variable()).toEqual([[1]]);
    const fatal = handle.use(() => Promise.reject(new Error("FATAL Error: Failed: database has been invalidated")));
    await expect(fatal).rejects.toThrow("FATAL");
    expect(await variable()).toEqual([[null]]);
    expect(await warehouse.shape(target)).not.toBeNull();
  });
});
