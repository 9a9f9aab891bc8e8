// Rows of the ledger's history in both warehouses: each once by its key, the newer text of it, whoever writes first.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDuckDbWarehouse } from "../../lakehouse/adapters/duckdb.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { createHistoryTable } from "../../lakehouse/plan/history/merge.ts";
import {
  COSTS_TABLE,
  DROPS_TABLE,
  HISTORY_TABLES,
  type HistoryRow,
  operationsDataset,
  PUBLICATIONS_TABLE,
} from "../../lakehouse/plan/history/tables.ts";
import type { Row, Warehouse } from "../../lakehouse/ports.ts";
import { mergeRows } from "../../lakehouse/run/maintain/merge-rows.ts";
import type { MaintainTools } from "../../lakehouse/run/maintain.ts";
import { UNHURRIED } from "../../lakehouse/run/time-box.ts";
import { openBigQuery } from "../fakes/bigquery/open.ts";
import { CLOUD, ownContract } from "../plan/contracts.ts";
import { localFiles, systemClock } from "../ports/warehouse-places.ts";

const PLAN = compilePlan(ownContract("meters"), CLOUD);
const DATASET = operationsDataset(CLOUD);

interface Bench {
  readonly warehouse: Warehouse;
  look(sql: string): Promise<readonly object[]>;
  close(): Promise<void>;
}

async function duckdb(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-history-"));
  const file = join(folder, "warehouse.duckdb");
  const warehouse = createDuckDbWarehouse({ file, objects: localFiles, clock: systemClock });
  await warehouse.up(PLAN);
  await warehouse.close();
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(`CREATE SCHEMA "${DATASET}"`);
  for (const table of HISTORY_TABLES) await connection.run(createHistoryTable(table, `"${DATASET}"."${table.name}"`));
  connection.closeSync();
  instance.closeSync();
  return {
    warehouse,
    look: (sql): Promise<Row[]> => warehouse.query(sql),
    close: async () => {
      await warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function bigquery(): Promise<Bench> {
  const lone = await openBigQuery({ project: CLOUD.project, location: CLOUD.location });
  await lone.fake.deploy(PLAN);
  return { warehouse: lone.warehouse, look: (sql) => lone.fake.look(sql), close: () => lone.close() };
}

const PUBLICATION: HistoryRow<typeof PUBLICATIONS_TABLE> = {
  day: "2001-01-05",
  dataset: "flights",
  number: 7,
  state: "PLANNED",
  stuck: false,
  plan: "5a1c",
  drops: 2,
  good: null,
  loaded: null,
  duplicates: null,
  updated: null,
  replaced: null,
  bytes_scanned: 12_345_678_901,
  begun: "2001-01-05T05:00:00.000Z",
  committed: null,
  seen: "2001-01-05T05:00:01.000Z",
};
const DONE = {
  ...PUBLICATION,
  state: "DONE",
  loaded: 41,
  committed: "2001-01-05T05:01:00.000Z",
  seen: "2001-01-05T05:01:01.000Z",
};

describe.each([
  ["DuckDB", duckdb],
  ["BigQuery", bigquery],
] as const)("the history in %s", (_, open) => {
  let bench: Bench;
  let tools: MaintainTools;
  let tokens = 0;
  beforeAll(async () => {
    bench = await open();
    const { warehouse } = bench;
    const token = () => `t${++tokens}`;
    const clock = { ...systemClock, sleep: async () => undefined };
    tools = { warehouse, token, clock, project: CLOUD.project, place: CLOUD } as unknown as MaintainTools;
  });
  afterAll(() => bench.close());

  const merge = (rows: readonly HistoryRow<typeof PUBLICATIONS_TABLE>[]) =>
    mergeRows(tools, PUBLICATIONS_TABLE, rows, UNHURRIED);
  const shown = () =>
    bench.look(
      `SELECT dataset, CAST(number AS INTEGER) AS number, state, loaded IS NULL AS open, strftime(day, '%Y-%m-%d') AS day, epoch_ms(begun) AS begun, CAST(bytes_scanned AS VARCHAR) AS scanned FROM "${DATASET}".publications ORDER BY dataset, number`,
    );
  const row = (more: object) => ({
    dataset: "flights",
    number: 7,
    state: "DONE",
    open: false,
    day: "2001-01-05",
    begun: Date.parse(PUBLICATION.begun ?? ""),
    scanned: "12345678901",
    ...more,
  });
  const numbers = (rows: readonly object[]) =>
    rows.map((one) => Object.fromEntries(Object.entries(one).map(([k, v]) => [k, k === "begun" ? Number(v) : v])));

  test("a row is there once, however often it is told, and the newer text of it stays", async () => {
    expect(await merge([PUBLICATION])).toBe(1);
    expect(numbers(await shown())).toEqual([row({ state: "PLANNED", open: true })]);
    await merge([DONE]);
    await merge([DONE]);
    await merge([PUBLICATION]);
    expect(numbers(await shown())).toEqual([row({})]);
    await merge([
      { ...DONE, number: 8, day: "2001-01-06" },
      { ...DONE, dataset: "pings" },
    ]);
    expect(numbers(await shown())).toEqual([row({}), row({ number: 8, day: "2001-01-06" }), row({ dataset: "pings" })]);
  });

  test("what names hold ends no literal", async () => {
    const object = 'it\'s \\ "x" `y` {target} \u2028 é 😀.parquet';
    const drop: HistoryRow<typeof DROPS_TABLE> = {
      day: "2001-01-05",
      dataset: "flights",
      key: "a".repeat(24),
      round: 1,
      object,
      state: "REJECTED",
      verdict: null,
      reason: "NOT_PARQUET",
      rows_in: null,
      rows_good: null,
      rows_quarantined: null,
      duplicates: null,
      bytes: 12,
      host: null,
      split_seconds: 0.25,
      arrived: "2001-01-05T05:00:00.000Z",
      ended: "2001-01-05T05:00:01.000Z",
      publication: null,
      seen: "2001-01-05T05:00:01.000Z",
    };
    await mergeRows(tools, DROPS_TABLE, [drop], UNHURRIED);
    expect(await bench.look(`SELECT object, split_seconds FROM "${DATASET}".drops`)).toEqual([
      { object, split_seconds: 0.25 },
    ]);
  });

  test("more rows than one statement takes", async () => {
    const costs = Array.from({ length: 1_001 }, (_, index) => {
      const numbers = COSTS_TABLE.columns.filter(({ type }) => type === "FLOAT64" || type === "INT64");
      const zeros = Object.fromEntries(numbers.map(({ name }) => [name, 0]));
      return { ...zeros, day: "2001-01-01", days: 7, dataset: `d${index}`, dollars: 0.5, seen: PUBLICATION.seen };
    }) as unknown as HistoryRow<typeof COSTS_TABLE>[];
    expect(await mergeRows(tools, COSTS_TABLE, costs, UNHURRIED)).toBe(1_001);
    expect(await bench.look(`SELECT CAST(sum(dollars) AS DOUBLE) AS dollars FROM "${DATASET}".costs`)).toEqual([
      { dollars: 500.5 },
    ]);
  });

  test("no rows ask the warehouse nothing", async () => {
    const before = tokens;
    expect(await merge([])).toBe(0);
    expect(tokens).toBe(before);
  });
});
