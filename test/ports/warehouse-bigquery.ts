import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { objectUrl } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type LoneBigQuery, type LoneOptions, openBigQuery } from "../fakes/bigquery/open.ts";
import { CLOUD, ownContract } from "../plan/contracts.ts";
import { writeSamples } from "./warehouse-duckdb.ts";
import { deriveText } from "./warehouse-jobs.ts";
import type { Bench, Dataset, Sample } from "./warehouse-samples.ts";

const PLANS: Bench["plans"] = {
  meters: compilePlan(ownContract("meters"), CLOUD),
  hourly: compilePlan(ownContract("hourly"), CLOUD),
};

export interface BigQueryBench extends Bench {
  readonly lone: LoneBigQuery;
}

/** The adapter over the fake service. */
export async function openBigQueryBench(options: Partial<LoneOptions> = {}): Promise<BigQueryBench> {
  const lone = await openBigQuery({ project: CLOUD.project, location: CLOUD.location, ...options });
  for (const plan of Object.values(PLANS)) await lone.fake.deploy(withDerive(plan));
  const folder = mkdtempSync(join(tmpdir(), "sluice-samples-"));
  return {
    lone,
    warehouse: lone.warehouse,
    plans: PLANS,
    quote: ({ dataset, table }) => `\`${CLOUD.project}.${dataset}.${table}\``,
    extra: { name: "extra", type: "NUMERIC(10, 2)", mode: "NULLABLE" },
    deeper: {
      name: "parts",
      type: "RECORD",
      mode: "REPEATED",
      fields: [
        { name: "unit", type: "STRING", mode: "NULLABLE" },
        { name: "kind", type: "STRING", mode: "NULLABLE" },
        { name: "values", type: "FLOAT", mode: "REPEATED" },
      ],
    },
    async file(dataset, rows, fault) {
      const uri = `staging/${dataset}/${lone.objects.size}.parquet`;
      const path = join(folder, "made.parquet");
      await writeSamples(dataset, rows, path, fault);
      lone.objects.set(objectUrl(lone.lake, uri), readFileSync(path));
      return { uri, generation: "1" };
    },
    async held(dataset, table) {
      if (!(await lone.warehouse.shape(table))) return null;
      return (await lone.fake.look(READ[dataset](`"${table.dataset}"."${table.table}"`))) as unknown as Sample[];
    },
    async close() {
      await lone.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The suite's derived job stands in the plan, as every statement does that is run. */
function withDerive(plan: Plan): Plan {
  const { bigquery, duckdb } = plan.warehouse;
  const texts = (dialect: "bigquery" | "duckdb") => ({ derive: deriveText(plan, dialect) });
  return {
    ...plan,
    warehouse: {
      ...plan.warehouse,
      bigquery: { ...bigquery, ...texts("bigquery") },
      duckdb: { ...duckdb, ...texts("duckdb") },
    },
  };
}

const ADDED = "sluice_drop AS drop, day(sluice_arrived)::INTEGER AS arrived, sluice_row::INTEGER AS row";

const READ: Readonly<Record<Dataset, (table: string) => string>> = {
  meters: (table) =>
    `SELECT meter AS key, strftime(day, '%Y%m') AS partition, version::INTEGER AS seq, ${ADDED}, parts[1].kind AS note FROM ${table}`,
  hourly: (table) =>
    `SELECT NULL AS key, strftime("at", '%Y%m%d%H') AS partition, 0 AS seq, ${ADDED}, note FROM ${table}`,
};
