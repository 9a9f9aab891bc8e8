// Files in the types that the split writes, and the table that the plan makes of a contract: load and copy take them.
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { JobSpec } from "../../../lakehouse/ports.ts";
import { type LoneBigQuery, openBigQuery } from "../../fakes/bigquery/open.ts";
import { namesOf } from "../../fakes/bigquery/statements/known.ts";
import { CLOUD, plannedContracts } from "../../plan/contracts.ts";
import { finished } from "../../ports/warehouse-jobs.ts";
import { ParquetWriter } from "../../property/write-parquet.ts";

let lone: LoneBigQuery;
const writer = new ParquetWriter();
beforeAll(async () => {
  lone = await openBigQuery({ project: CLOUD.project, location: CLOUD.location });
});
afterAll(async () => {
  writer.close();
  await lone.close();
});

const DIGITS = { HOUR: 10, DAY: 8, MONTH: 6, YEAR: 4 } as const;
const planned = plannedContracts().filter(({ plan }) => plan.derived === null);

test.each(planned)("$dataset", async ({ dataset, plan }) => {
  await lone.fake.deploy(plan);
  const { consumption, staging } = namesOf(plan);
  lone.objects.set(`gs://acme-staging/${dataset}.parquet`, await fileOf(plan));
  const shape = await lone.warehouse.shape(consumption);
  if (!shape) throw new Error("the table is not there");
  const from = { dataset: staging.dataset, table: "p1_0" };
  const files = [{ uri: `staging/${dataset}.parquet`, generation: "1" }];
  expect(await ran(`load-${dataset}`, { kind: "load", files, into: from, shape, text: null })).toMatchObject({
    error: null,
    counts: { loaded: 1 },
  });
  expect(await lone.warehouse.shape(from)).toEqual(shape);
  const partitions = ["2026050100".slice(0, DIGITS[plan.partition.granularity])];
  const copy: JobSpec = { kind: "copy", from, into: consumption, partitions, text: null };
  expect(await ran(`copy-${dataset}`, copy)).toMatchObject({ error: null, counts: { copied: 1 } });
});

async function ran(id: string, spec: JobSpec) {
  await lone.warehouse.insert(id, {}, spec);
  return finished(lone, id);
}

/** One row, NULL in every column but the one that it is partitioned by. */
async function fileOf({ warehouse, partition }: Plan): Promise<Uint8Array> {
  const path = join(tmpdir(), `sluice-contracts-${process.pid}.parquet`);
  const { createTable, schemas } = warehouse.duckdb;
  const target = /CREATE TABLE IF NOT EXISTS (\S+)/.exec(createTable)?.[1] ?? "";
  await writer.run(
    ...schemas,
    createTable,
    `INSERT INTO ${target} ("${partition.column}") VALUES ('2026-05-01')`,
    `COPY ${target} TO '${path}' (FORMAT parquet)`,
    `DROP TABLE ${target}`,
  );
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}
