import { Denied, Unavailable } from "../ports.ts";
import { Passing } from "./patience.ts";

/** As far as an error of Google's clients is looked at: the rest of it holds the request, with its token. */
interface Thrown {
  readonly status?: unknown;
  /** The status again, or a word such as `ECONNRESET`. */
  readonly code?: unknown;
  readonly message?: unknown;
}

const LONGEST = 300;

const RIGHTS = "rights.ts in lakehouse/plan/cloud says who may; `pulumi up` grants it";
const CREDENTIALS = "run it as a service account of the environment, or `gcloud auth application-default login`";

/**
 * In the ports' words: `Passing` if it may be over in a moment, `Unavailable` if not so soon. Nothing is handed on but
 * what the service said. `cure`: of an account that may not.
 */
export function googleFailure(service: string, error: unknown, cure = RIGHTS): Error {
  const thrown = (error ?? {}) as Thrown;
  const words = wordsOf(thrown);
  const status = statusOf(thrown);
  if (/default credentials|invalid_grant|reauth/i.test(words)) {
    return new Denied(`there are no credentials for ${service} → ${CREDENTIALS}`);
  }
  if (status === null) return new Passing(`${service} did not answer${codeOf(thrown)}`);
  const said = `${service} answered ${status}: ${words}`;
  // Google says quotas by either status.
  if (status === 429 || (status === 403 && /quota|rate ?limit/i.test(words))) return new Unavailable(said);
  if (status === 401 || status === 403) return new Denied(`${said} → ${cure}`);
  if (status === 408 || status >= 500) return new Passing(said);
  return new Error(said);
}

export function statusOf({ status, code }: Thrown): number | null {
  if (typeof status === "number") return status;
  return typeof code === "number" ? code : null;
}

/** `ECONNRESET`, `TimeoutError` */
function codeOf({ code }: Thrown): string {
  return typeof code === "string" && /^[A-Za-z_]{3,40}$/.test(code) ? `: ${code}` : "";
}

/** The service's own sentence, which some clients hand on in the JSON that it came in. */
function wordsOf({ message }: Thrown): string {
  const text = typeof message === "string" ? message : "";
  return sentenceOf(text).slice(0, LONGEST);
}

function sentenceOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return typeof error?.message === "string" ? error.message : text;
  } catch {
    return text;
  }
}
