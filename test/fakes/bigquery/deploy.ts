import type { RestField } from "../../../lakehouse/adapters/bigquery/rest.ts";
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
