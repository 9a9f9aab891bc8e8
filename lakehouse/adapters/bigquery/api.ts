import { BigQuery } from "@google-cloud/bigquery";
import { Unavailable } from "../../ports.ts";
import { Passing, type Patience, patiently } from "../patience.ts";
import { refusalOf } from "./answer.ts";
import { assertToken } from "./token.ts";

/** A call of BigQuery's REST interface. All that this adapter asks may be asked again: what it changes has an id or an etag. */
export interface Ask {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the project; each segment is encoded here. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  /** Only if the thing is still as it was when this etag was read. */
  readonly ifMatch?: string | undefined;
}

/** Throws `Refused` on an answer that says no, `Unavailable` where none came in time, `Denied` without a token. */
export type Api = <T extends object>(ask: Ask) => Promise<T>;

export interface ApiOptions {
  readonly project: string;
  /** `http://127.0.0.1:8080`; Google's own by default. */
  readonly endpoint?: string | undefined;
  readonly patience: Patience;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * By Google's client, which knows the address and gets tokens (ADC), but not by its calls: their time-out is ignored by
 * the HTTP library below (node-fetch 3 has none), so that an answer that never comes is waited for for ever; their
 * waits between attempts begin at two seconds; and they take numbers of more than 53 bits apart. `authClient.request`
 * is the same client's way to send one request, with a time-out that breaks the line.
 */
export function openApi(options: ApiOptions): Api {
  const { patience, sleep } = options;
  let client: BigQuery | undefined;
  return <T extends object>(ask: Ask) => {
    client ??= connect(options);
    const known = client;
    const what = `${ask.method} ${ask.path.join("/")}`;
    const givenUp = ({ message }: Passing) => new Unavailable(`BigQuery, ${what}: ${message}`);
    return patiently(patience, sleep, () => askOnce<T>(known, ask, patience.timeoutMs), givenUp);
  };
}

function connect({ project, endpoint }: ApiOptions): BigQuery {
  return new BigQuery({ projectId: project, ...(endpoint !== undefined && { apiEndpoint: endpoint }) });
}

async function askOnce<T extends object>(client: BigQuery, ask: Ask, timeoutMs: number): Promise<T> {
  const { method, path, query = {}, body, ifMatch } = ask;
  await assertToken(client, timeoutMs);
  const url = new URL(`${client.baseUrl}/${["projects", client.projectId, ...path].map(encodeURIComponent).join("/")}`);
  for (const [name, value] of Object.entries({ prettyPrint: false, ...query })) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const asked = client.authClient.request<T>({
    url,
    method,
    ...(body && { data: body }),
    ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }),
    timeout: timeoutMs,
    retry: false,
  });
  const { data, status } = await asked.catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (status === 204 || (typeof data === "object" && data !== null)) return data;
  throw new Passing("its answer could not be read");
}
