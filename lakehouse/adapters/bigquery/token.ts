import type { BigQuery } from "@google-cloud/bigquery";
import { Denied } from "../../ports.ts";
import { Passing } from "../patience.ts";

const CURE = "run it as a service account of the environment, or `gcloud auth application-default login`";

/**
 * The client keeps a token until shortly before its end. Asked for by itself, so that an answer of the metadata server
 * is never taken for one of BigQuery.
 */
export async function assertToken({ authClient }: Pick<BigQuery, "authClient">, timeoutMs: number): Promise<void> {
  const late = AbortSignal.timeout(timeoutMs);
  const token = await new Promise<string | null | undefined>((resolve, reject) => {
    late.addEventListener("abort", () => reject(new Passing("no token came in time")), { once: true });
    authClient.getAccessToken().then(resolve, (error: unknown) => reject(refusal(error)));
  });
  if (!token) throw new Denied(`there is no token for BigQuery → ${CURE}`);
}

/** The library says in words alone that there are no credentials. */
function refusal(error: unknown): Error {
  const { message = "", status } = error as { message?: string; status?: unknown };
  if (/default credentials|invalid_grant|reauth/i.test(message) || status === 403 || status === 404) {
    return new Denied(`there are no credentials for BigQuery → ${CURE}`);
  }
  return new Passing("no token was to be had");
}
