import { bucketName, ZONES } from "../../../lakehouse/plan/cloud/names.ts";
import { tableNames } from "../../../lakehouse/plan/names.ts";
import type { Deployed } from "../cloud/deployed.ts";

/** The environment as it was on its first day; its functions go on, since none of them remembers anything of the lake. */
export async function emptyLake({ cloud, plans }: Pick<Deployed, "cloud" | "plans">): Promise<void> {
  const { environment, storage, warehouse, sendgrid, calls } = cloud;
  for (const zone of ZONES) {
    if (zone === "templates" || zone === "plans") continue; // what `pulumi up` has laid there
    const bucket = bucketName(environment, zone);
    for (const { name } of storage.list(bucket)) storage.remove(bucket, name);
  }
  for (const plan of plans) {
    const { environment: id, dataset, warehouse: tables } = plan;
    await warehouse.vanish(tableNames(id, dataset, tables.table, tables.quarantineTable).consumption);
    await warehouse.deploy(plan);
  }
  (sendgrid.taken as unknown[]).length = 0;
  (calls as unknown[]).length = 0;
}
