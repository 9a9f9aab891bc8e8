import { randomUUID } from "node:crypto";
import type { RestQuery, RestQueryResults } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import type { Asked } from "../../http/service.ts";
import { BigQueryError } from "../errors.ts";
import type { KeptJob } from "../jobs.ts";
import { type QueryWork, queryWork } from "../run/query.ts";
import { asFloats } from "../values.ts";
import { assertLocation, ownJob } from "./jobs.ts";
import { bodyOf, type Page, pageFrom, type Rooms, type Route, type Routed } from "./route.ts";

/** jobs.query and jobs.getQueryResults. `requests` holds the jobs of requests that may come again. */
export function queryCalls(requests: Map<string, string>): Route {
  return (asked, path, rooms) => {
    const [collection, id, more] = path;
    if (collection !== "queries" || more !== undefined) return null;
    if (asked.method === "POST" && id === undefined) return start(asked, rooms, requests);
    if (asked.method === "GET" && id !== undefined) return results(asked, id, rooms);
    return null;
  };
}

function start(asked: Asked, rooms: Rooms, requests: Map<string, string>): Routed {
  const body = bodyOf<RestQuery>(asked);
  return {
    op: "bigquery.jobs.query",
    subject: "",
    needs: { permission: "bigquery.jobs.create", resource: "project" },
    async answer(account) {
      assertLocation(rooms, body.location);
      const known = requests.get(body.requestId ?? "");
      const id = known ?? `job_${randomUUID()}`;
      if (body.requestId !== undefined) requests.set(body.requestId, id);
      const job = known === undefined ? await submit(rooms, body, id, account) : rooms.jobs.find(known);
      const int64 = body.formatOptions?.useInt64Timestamp ?? false;
      return told(rooms, job, { token: null, size: body.maxResults ?? Number.POSITIVE_INFINITY, int64 });
    },
  };
}

function submit(
  rooms: Rooms,
  { query, useLegacySql, labels }: RestQuery,
  id: string,
  account: string,
): Promise<KeptJob> {
  const asked = { query: query ?? "", useLegacySql: useLegacySql ?? true };
  const work = queryWork(rooms, asked);
  if (work.statementType !== "SELECT") throw new BigQueryError("notImplemented", "the fake's jobs.query only reads");
  return rooms.jobs.insert(id, account, { query: asked, ...(labels && { labels }) }, work);
}

function results({ url }: Asked, id: string, rooms: Rooms): Routed {
  const { searchParams } = url;
  return {
    op: "bigquery.jobs.getQueryResults",
    subject: id,
    needs: null,
    async answer(account) {
      const job = ownJob(rooms, id, searchParams.get("location"), account);
      return told(rooms, job, {
        token: searchParams.get("pageToken"),
        size: Number(searchParams.get("maxResults") ?? Number.POSITIVE_INFINITY),
        int64: searchParams.get("formatOptions.useInt64Timestamp") === "true",
      });
    },
  };
}

interface Wanted {
  readonly token: string | null;
  readonly size: number;
  readonly int64: boolean;
}

function told(
  { options }: Rooms,
  { id, work, state, error }: KeptJob,
  { token, size, int64 }: Wanted,
): RestQueryResults {
  const { project, location, pageSize } = options;
  const jobReference = { projectId: project, jobId: id, location };
  if (state !== "DONE") return { jobReference, jobComplete: false };
  if (error) throw new BigQueryError("invalidQuery", error.message ?? "");
  const { fields, rows } = (work as QueryWork).found() ?? { fields: [], rows: [] };
  const page: Page<(typeof rows)[number]> = pageFrom(rows, token, Math.min(size, pageSize ?? size));
  const { items, next } = page;
  return {
    jobReference,
    jobComplete: true,
    schema: { fields: [...fields] },
    totalRows: String(rows.length),
    ...(items.length > 0 && { rows: int64 ? [...items] : asFloats(fields, items) }),
    ...(next !== undefined && { pageToken: next }),
  };
}
