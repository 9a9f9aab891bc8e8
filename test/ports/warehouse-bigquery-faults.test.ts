// Every call of BigQuery's, struck by every fault that a line or a service can have: what was asked is done, once.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBigQueryWarehouse } from "../../lakehouse/adapters/bigquery.ts";
import { type JobSpec, type TableColumn, type TableRef, Unavailable, type Warehouse } from "../../lakehouse/ports.ts";
import { QUICK } from "../fakes/bigquery/open.ts";
import type { Action } from "../fakes/http/faults.ts";
import { serve } from "../fakes/http/serve.ts";
import { CLOUD } from "../plan/contracts.ts";
import { type BigQueryBench, openBigQueryBench } from "./warehouse-bigquery.ts";
import { meter } from "./warehouse-samples.ts";
import { Steps } from "./warehouse-steps.ts";

let bench: BigQueryBench;
/** Waits for an answer only as long as a test can bear. */
let hasty: Warehouse;
let meters: Steps;
let next = 0;
beforeAll(async () => {
  bench = await openBigQueryBench({ pageSize: 1 });
  const { endpoint, lake } = bench.lone;
  const patience = { ...QUICK, attempts: 8 };
  hasty = createBigQueryWarehouse({ project: CLOUD.project, location: CLOUD.location, lake, endpoint, patience });
  meters = new Steps(bench, "meters");
  await meters.append([meter("a", "202601", 1), meter("b", "202602", 1)]);
});
afterAll(() => bench.close());

/** A staging table with a row of a partition that nobody else has. */
async function staged(): Promise<{ readonly from: TableRef; readonly partition: string }> {
  next += 1;
  const partition = `${2000 + Math.floor(next / 12)}${String((next % 12) + 1).padStart(2, "0")}`;
  return { from: await meters.staged([meter(`k${next}`, partition, 1)]), partition };
}

async function copyOf(): Promise<{ readonly id: string; readonly spec: JobSpec; readonly partition: string }> {
  const { from, partition } = await staged();
  return { id: `faulty-${next}`, spec: meters.jobs.copy(from, [partition]), partition };
}

const column = (name: string): TableColumn => ({ name, type: "STRING", mode: "NULLABLE" });

/** For each op a call that makes it, and what must be so afterwards. `prepare` is not struck. */
const CALLS: Readonly<
  Record<string, () => Promise<{ act(): Promise<unknown>; holds(result: unknown): Promise<void> }>>
> = {
  "bigquery.jobs.insert": async () => {
    const { id, spec, partition } = await copyOf();
    return {
      // A job that exists already may be one's own first try: who submits looks for it, whatever the answer.
      act: () => hasty.insert(id, { step: "copy" }, spec).catch(ifExists),
      holds: async () => {
        expect(await bench.warehouse.job(id)).toMatchObject({
          error: null,
          counts: { copied: 1 },
          labels: { step: "copy" },
        });
        expect(
          await bench.lone.fake.look(
            `SELECT 1 FROM dev_1_consumption.meters WHERE strftime(day, '%Y%m') = '${partition}'`,
          ),
        ).toHaveLength(1);
      },
    };
  },
  "bigquery.jobs.get": async () => {
    const { id, spec } = await copyOf();
    await bench.warehouse.insert(id, {}, spec);
    return {
      act: () => hasty.job(id),
      holds: async (job) => expect(job).toMatchObject({ id, state: "done", counts: { copied: 1 } }),
    };
  },
  "bigquery.jobs.query": async () => queried(),
  "bigquery.jobs.getQueryResults": async () => queried(),
  "bigquery.tables.get": async () => ({
    act: () => hasty.shape(meters.target),
    holds: async (shape) => expect(shape).toMatchObject({ partitioning: { type: "MONTH", field: "day" } }),
  }),
  "bigquery.tables.patch": async () => {
    const { from } = await staged();
    const before = (await bench.warehouse.shape(from))?.columns ?? [];
    return {
      act: () => hasty.widen(from, [column("more")]),
      holds: async () => expect((await bench.warehouse.shape(from))?.columns).toEqual([...before, column("more")]),
    };
  },
  "bigquery.tables.list": async () => {
    const tables = [(await staged()).from.table, (await staged()).from.table];
    return {
      act: () => hasty.tables(meters.staging("x").dataset),
      holds: async (names) => expect(names).toEqual(expect.arrayContaining(tables)),
    };
  },
  "bigquery.tables.delete": async () => {
    const { from } = await staged();
    return {
      act: () => hasty.drop(from),
      holds: async () => expect(await bench.warehouse.shape(from)).toBeNull(),
    };
  },
  "bigquery.tabledata.list": async () => {
    const { from } = await staged();
    return {
      act: () => hasty.rows(from),
      holds: async (rows) => expect(rows).toMatchObject([{ version: 1, sluice_drop: "a" }]),
    };
  },
};

async function queried() {
  const text = meters.jobs.rowsByPartition(["202601", "202602"]);
  return {
    act: () => hasty.query(text),
    holds: async (rows: unknown) =>
      expect(rows).toEqual([
        { sluice_partition: "202601", sluice_rows: 1 },
        { sluice_partition: "202602", sluice_rows: 1 },
      ]),
  };
}

function ifExists(error: unknown): void {
  if ((error as Error).name !== "JobExists") throw error;
}

const OPS = Object.keys(CALLS);
// 412 befalls what is asked under a condition, below. A bit that flips on the way breaks the line: TLS sees to that.
const ACTIONS: readonly Action[] = ["503", "429", "reset", "acceptThenReset", "stall", "truncate"];

describe.each(OPS)("#21 %s", (op) => {
  test.each(ACTIONS)("%s once: it is done all the same", async (action) => {
    const { act, holds } = await (CALLS[op] as () => ReturnType<(typeof CALLS)[string]>)();
    bench.lone.around.faults.set([{ op, nth: 1, action }]);
    const result = await act();
    expect(bench.lone.around.faults.struck).toHaveLength(1);
    bench.lone.around.faults.set([]);
    await holds(result);
  });

  test.each(["503", "reset"] as const)("%s again and again: Unavailable, which quotes nothing", async (action) => {
    const { act } = await (CALLS[op] as () => ReturnType<(typeof CALLS)[string]>)();
    bench.lone.around.faults.set([{ op, nth: 1, times: 99, action }]);
    const error = await act().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    bench.lone.around.faults.set([]);
    expect(error).toBeInstanceOf(Unavailable);
    expect((error as Error).message).toMatch(
      /^BigQuery, (GET|POST|PATCH|DELETE) [a-zA-Z0-9_/-]+: (no answer \([A-Za-z_ ]+\)|503 backendError|429 rateLimitExceeded)$/,
    );
    expect(JSON.stringify(error)).not.toMatch(/Bearer|fake\./);
  });
});

test("an answer that is not BigQuery's is none", async () => {
  const said = { status: 200, body: "<html>a proxy's own page</html>" };
  const call = { op: "any", subject: "", needs: null, answer: () => said };
  const proxy = await serve({ route: () => call, error: () => said }, bench.lone.around);
  const patience = { ...QUICK, timeoutMs: 30_000 };
  const place = { project: "demo-project", location: "EU", lake: "gs://x" };
  const warehouse = createBigQueryWarehouse({ ...place, endpoint: proxy.url, patience });
  await expect(warehouse.shape(meters.target)).rejects.toThrow(/^BigQuery, GET .*: its answer could not be read$/);
  await proxy.close();
  await expect(warehouse.shape(meters.target)).rejects.toThrow("no answer (ECONNREFUSED)");
});

test("a table that others change meanwhile is read again: no column is lost", async () => {
  const { from } = await staged();
  const names = ["c1", "c2", "c3", "c4"];
  await Promise.all(names.map((name) => bench.warehouse.widen(from, [column(name)])));
  const columns = (await bench.warehouse.shape(from))?.columns.map(({ name }) => name);
  expect(columns?.slice(-4).sort()).toEqual(names);
  bench.lone.around.faults.set([{ op: "bigquery.tables.patch", nth: 1, action: "412" }]);
  await bench.warehouse.widen(from, [column("c5")]);
  bench.lone.around.faults.set([{ op: "bigquery.tables.patch", nth: 1, times: 99, action: "412" }]);
  await expect(hasty.widen(from, [column("c6")])).rejects.toThrow(Unavailable);
  bench.lone.around.faults.set([]);
  expect((await bench.warehouse.shape(from))?.columns.map(({ name }) => name)).toEqual([...(columns ?? []), "c5"]);
});
