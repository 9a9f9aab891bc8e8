import { withoutValues } from "../../plan/words-redact.ts";
import { Denied, Unavailable } from "../../ports.ts";
import { Passing } from "../patience.ts";
import { isMomentary, isQuota } from "./reasons.ts";

/** BigQuery says no. Its message never quotes a value of a row. */
export class Refused extends Error {
  override readonly name = "Refused";
  /** Of HTTP. */
  readonly status: number;
  /** As in the table of errors: `notFound`. */
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** As far as an error of the HTTP library is looked at: the rest of it holds the token and what was sent. */
interface Thrown {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly response?: { readonly status?: unknown; readonly data?: unknown };
}

const MOMENTARY: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What an error of one attempt means: `Passing`, `Denied` or `Refused`. */
export function refusalOf(error: unknown): Error {
  const { response, code, name } = error as Thrown;
  const status = response?.status;
  if (typeof status !== "number") return new Passing(`no answer (${wordOf(code) ?? wordOf(name) ?? "broken line"})`);
  const { reason, message } = saidIn(response?.data, status);
  if (MOMENTARY.has(status) || isMomentary(reason)) return new Passing(`${status} ${reason}`);
  const said = withoutValues(message);
  if (status === 401) return new Denied(`BigQuery takes no token of this account: ${said}`);
  return new Refused(status, reason, said);
}

/** HTTP 403 is also said of quotas, and of results that are too large. */
export function isDenied({ status, reason }: Refused): boolean {
  return status === 403 && !isQuota(reason) && reason !== "responseTooLarge";
}

/** In the port's words; what is neither a right nor a quota stays as it is. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  if (isQuota(error.reason)) return new Unavailable(`BigQuery: ${error.reason}: ${error.message}`);
  if (isDenied(error)) {
    return new Denied(`${error.message} → \`pulumi up\` grants the account what it needs`);
  }
  return error;
}

function saidIn(data: unknown, status: number): { readonly reason: string; readonly message: string } {
  const { error } = (typeof data === "object" && data !== null ? data : {}) as { error?: unknown };
  const { errors, message } = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { reason } = (typeof first === "object" && first !== null ? first : {}) as Record<string, unknown>;
  return {
    reason: typeof reason === "string" ? reason : `status ${status}`,
    message: typeof message === "string" ? message : `BigQuery answered ${status}`,
  };
}

/** `ECONNRESET`, `TimeoutError`; never a sentence. */
function wordOf(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z_]{3,40}$/.test(value) ? value : null;
}
