import { readPlan } from "../ledger/plans.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import { type PublishTools, stagingDataset } from "./context.ts";

/** Staging tables of a finished publication are needed by nobody; a late load that makes one again meets its own job. */
export async function dropStaging({ objects, warehouse }: PublishTools, publication: Publication): Promise<void> {
  if (!isFinished(publication)) return;
  const dataset = stagingDataset(await readPlan(objects, publication.plan));
  for (const table of await warehouse.tables(dataset)) {
    if (table.startsWith(`p${publication.number}_`)) await warehouse.drop({ dataset, table });
  }
}
