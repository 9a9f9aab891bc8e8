import { type Row, Unavailable } from "../../ports.ts";
import { token } from "../random.ts";
import { failureOf, isDenied, Refused } from "./answer.ts";
import type { Api } from "./api.ts";
import type { Place } from "./configure-job.ts";
import { kindOf } from "./reasons.ts";
import type { RestJob, RestQuery, RestQueryResponse, RestQueryResults } from "./rest.ts";
import { rowOf } from "./values.ts";

/** How long one request waits for the result; less than an attempt may take. */
const waitMs = 10_000;
/** So long is asked for a result: a query for people, not a job. */
const mostAsks = 30;

type Results = RestQueryResponse | RestQueryResults;

/** Rows of one SELECT. Throws `Unavailable`, `Denied`, or an error whose message begins as BigQuery's own. */
export async function queryRows(api: Api, place: Place, text: string): Promise<Row[]> {
  try {
    await assertReads(api, place, text);
    return await run(api, place, text);
  } catch (error) {
    if (!(error instanceof Refused) || isDenied(error)) throw failureOf(error);
    if (kindOf("QUERY", error) !== "passing") throw failureOf(error);
    throw new Unavailable(`BigQuery: ${error.reason}: ${error.message}`);
  }
}

/** BigQuery reads the text, and runs nothing: any other statement would change what it likes. */
async function assertReads(api: Api, { location, project }: Place, text: string): Promise<void> {
  if (text.trim() === "") throw new RangeError("the query is empty; write one SELECT");
  const body: RestJob = {
    jobReference: { projectId: project, location },
    configuration: { dryRun: true, query: { query: text, useLegacySql: false } },
  };
  const query = { fields: "statistics/query/statementType" };
  const { statistics } = await api<RestJob>({ method: "POST", path: ["jobs"], query, body });
  if (statistics?.query?.statementType !== "SELECT") throw new RangeError("a query only reads; write one SELECT");
}

async function run(api: Api, place: Place, text: string): Promise<Row[]> {
  const body: RestQuery = {
    query: text,
    useLegacySql: false,
    location: place.location,
    // Of one request that is sent again, BigQuery runs one query.
    requestId: token(),
    timeoutMs: waitMs,
    maxResults: 10_000,
    formatOptions: { useInt64Timestamp: true },
  };
  let page: Results = await api<RestQueryResponse>({ method: "POST", path: ["queries"], body });
  const id = page.jobReference?.jobId;
  const rows: Row[] = [];
  for (let asks = 1; ; ) {
    const fields = page.schema?.fields ?? [];
    rows.push(...(page.rows ?? []).map((row) => rowOf(fields, row)));
    if (page.jobComplete && !page.pageToken) return rows;
    if (!page.jobComplete && asks >= mostAsks) throw new Unavailable("BigQuery has no result yet");
    if (id === undefined) throw new Unavailable("BigQuery does not tell where the rest of the result is");
    asks += page.jobComplete ? 0 : 1;
    page = await more(api, place, id, page.pageToken);
  }
}

function more(api: Api, { location }: Place, id: string, pageToken: string | undefined): Promise<RestQueryResults> {
  return api<RestQueryResults>({
    method: "GET",
    path: ["queries", id],
    query: {
      location,
      pageToken,
      maxResults: 10_000,
      timeoutMs: waitMs,
      "formatOptions.useInt64Timestamp": true,
    },
  });
}
