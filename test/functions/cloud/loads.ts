import type { Deployed } from "./deployed.ts";

/** What became of the load of a publication: how each request for its jobs was answered, and the attempts that are kept. */
export function loadsOf({ cloud }: Pick<Deployed, "cloud">, dataset: string, publication: number) {
  const isLoad = (id: string) => new RegExp(`^sluice-[a-z]+-${dataset}-[0-9a-f]{8}-${publication}-load`).test(id);
  const requests = cloud.calls.filter(({ op, subject }) => op === "bigquery.jobs.insert" && isLoad(subject));
  const kept = cloud.warehouse.jobs().filter(({ id }) => isLoad(id));
  return {
    asked: requests.map(({ status }) => status),
    made: kept.map(({ id }) => Number(id.slice(id.lastIndexOf("-") + 1))),
  };
}
