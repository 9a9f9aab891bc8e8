import type { RestJob } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import type { Asked } from "../../http/service.ts";
import { BigQueryError } from "../errors.ts";
import { type KeptJob, restJob, workOf } from "../jobs.ts";
import { queryWork } from "../run/query.ts";
import { bodyOf, type Rooms, type Route, type Routed } from "./route.ts";

/** jobs.insert and jobs.get. */
export const jobCalls: Route = (asked, path, rooms) => {
  const [collection, id, more] = path;
  if (collection !== "jobs" || more !== undefined) return null;
  if (asked.method === "POST" && id === undefined) return insert(asked, rooms);
  if (asked.method === "GET" && id !== undefined) return get(asked, id, rooms);
  return null;
};

function insert(asked: Asked, rooms: Rooms): Routed {
  const body = bodyOf<RestJob>(asked);
  const { jobId = "", location } = body.jobReference ?? {};
  return {
    op: "bigquery.jobs.insert",
    subject: jobId,
    needs: { permission: "bigquery.jobs.create", resource: "project" },
    async answer(account) {
      assertLocation(rooms, location);
      if (body.configuration?.dryRun) return dryRun(body, rooms, account);
      if (jobId === "") throw new BigQueryError("notImplemented", "the fake wants a job id");
      const work = workOf(rooms, body.configuration ?? {});
      return restJob(await rooms.jobs.insert(jobId, account, body.configuration ?? {}, work), rooms);
    },
  };
}

/** Says what a query would be; nothing is kept. */
function dryRun({ configuration }: RestJob, rooms: Rooms, account: string): object {
  const { statementType, needs } = queryWork(rooms, configuration?.query ?? {});
  assertAllowed(rooms, account, needs);
  return { configuration, status: { state: "DONE" }, statistics: { query: { statementType } } };
}

function assertAllowed({ options }: Rooms, account: string, needs: ReturnType<typeof queryWork>["needs"]): void {
  const denied = needs.find(({ permission, resource }) => !options.allowed(account, permission, resource));
  if (denied) throw new BigQueryError("accessDenied", `Access Denied: ${denied.resource}: no ${denied.permission}`);
}

/** Who has made a job may ask for it. */
function get({ url }: Asked, id: string, rooms: Rooms): Routed {
  return {
    op: "bigquery.jobs.get",
    subject: id,
    needs: null,
    async answer(account) {
      return restJob(ownJob(rooms, id, url.searchParams.get("location"), account), rooms);
    },
  };
}

/** Without its location a job is looked for where ours are not. */
export function ownJob(rooms: Rooms, id: string, location: string | null, account: string): KeptJob {
  const { jobs, options } = rooms;
  if (location?.toLowerCase() !== options.location.toLowerCase()) {
    throw new BigQueryError("notFound", `Not found: Job ${options.project}:${id}`);
  }
  const job = jobs.find(id);
  if (job.account !== account && !options.allowed(account, "bigquery.jobs.get", "project")) {
    throw new BigQueryError(
      "accessDenied",
      `Access Denied: Job ${jobs.text(id)}: User does not have bigquery.jobs.get`,
    );
  }
  return job;
}

export function assertLocation({ options }: Rooms, location: string | undefined): void {
  if (location?.toLowerCase() === options.location.toLowerCase()) return;
  throw new BigQueryError("notFound", `Not found: Dataset was not found in location ${location ?? "US"}`);
}
