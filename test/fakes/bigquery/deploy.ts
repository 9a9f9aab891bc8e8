import type { RestField } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { HISTORY_TABLES, historySchema, operationsDataset } from "../../../lakehouse/plan/history/tables.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { STAGING_DAYS } from "../../../lakehouse/plan/warehouse/bigquery.ts";
import { fieldNamed, readFields } from "./fields.ts";
import { namesOf } from "./statements/known.ts";
import { readShape, type Tables } from "./tables.ts";

const DAY_MS = 86_400_000;

/** What `pulumi up` does with a plan: its datasets, its table, and columns that the table lacks. */
export async function deploy(tables: Tables, plan: Plan, location: string): Promise<void> {
  const { consumption, quarantine, staging } = namesOf(plan);
  await tables.createDataset(consumption.dataset, location, null);
  await tables.createDataset(quarantine.dataset, location, null);
  await tables.createDataset(staging.dataset, location, STAGING_DAYS * DAY_MS);
  await deployHistory(tables, plan, location);
  const { schema, timePartitioning, requirePartitionFilter, clustering } = plan.warehouse.bigquery;
  const { expirationMs, ...partitioning } = timePartitioning;
  const fields = schema as RestField[];
  const present = await tables.find(consumption);
  if (!present) {
    const shape = readShape({
      schema: { fields },
      timePartitioning: { ...partitioning, ...(expirationMs !== null && { expirationMs }) },
      requirePartitionFilter,
      clustering: { fields: clustering },
    });
    await tables.create(consumption, shape);
    return;
  }
  const wanted = readFields(fields);
  const grown = present.fields.map((field) => fieldNamed(wanted, field.name) ?? field);
  const added = wanted.filter(({ name }) => !fieldNamed(present.fields, name));
  await tables.grow(consumption, [...grown, ...added]);
}

/** Tables of the environment's own history, which are of no plan. */
async function deployHistory(tables: Tables, { environment }: Plan, location: string): Promise<void> {
  const dataset = operationsDataset({ id: environment });
  await tables.createDataset(dataset, location, null);
  for (const table of HISTORY_TABLES) {
    const name = { dataset, table: table.name };
    if (await tables.find(name)) continue;
    const timePartitioning = { type: "DAY", field: table.key[0] };
    const fields: RestField[] = historySchema(table);
    await tables.create(name, readShape({ schema: { fields }, timePartitioning, clustering: { fields: ["dataset"] } }));
  }
}
