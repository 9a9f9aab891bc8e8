import { tableNames } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { quoteName } from "../../../lakehouse/plan/quote.ts";
import type { Row } from "../../../lakehouse/ports.ts";
import { type CanonicalState, canonicalState } from "../../../lakehouse/run/canonical-state.ts";
import { asAccount } from "./as-account.ts";
import type { Deployed } from "./deployed.ts";

type Place = Pick<Deployed, "cloud" | "plans">;

/** What must be the same however often functions died; equal only where uploads were `created` at the same times. */
export async function canonicalOf({ cloud, plans }: Place): Promise<CanonicalState> {
  const tables = new Map(plans.map((plan) => [plan.dataset, `SELECT * FROM ${tableOf(plan)}`]));
  // What the tables hold is looked at inside of the service, which runs no statement that stands in no plan.
  const warehouse = { query: async (sql: string) => (await cloud.warehouse.look(sql)) as Row[] };
  return asAccount(cloud, "owner", ({ objects }) => {
    const sources = { objects, warehouse, tableOf: (dataset: string) => tables.get(dataset) ?? null };
    return canonicalState(sources, [...tables.keys()]);
  });
}

/** Rows of a dataset's table that fit. */
export function rowsOf({ cloud, plans }: Place, dataset: string, where = "true") {
  const plan = plans.find((one) => one.dataset === dataset);
  if (!plan) throw new Error(`${dataset} is not deployed`);
  return cloud.warehouse.look(`SELECT * FROM ${tableOf(plan)} WHERE ${where}`);
}

function tableOf({ environment, dataset, warehouse }: Plan): string {
  const { consumption } = tableNames(environment, dataset, warehouse.table, warehouse.quarantineTable);
  return `${quoteName(consumption.dataset)}.${quoteName(consumption.table)}`;
}
