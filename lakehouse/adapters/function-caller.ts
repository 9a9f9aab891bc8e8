import { type FunctionAnswer, type FunctionCaller, Unavailable } from "../ports.ts";

export interface FunctionCallerOptions {
  /** Where a function answers. */
  urlOf(target: string): string;
  /** A token that says who calls, for whom alone it is meant. */
  identity(audience: string): Promise<string>;
  /** Longer than any function may take. */
  readonly timeoutMs?: number;
}

const LONGEST_MS = 600_000;
const NO_ANSWER = "what was asked may have been done";

/** Asks once: a decision that was made cannot be made again, and a second answer would only say so. */
export function createFunctionCaller({
  urlOf,
  identity,
  timeoutMs = LONGEST_MS,
}: FunctionCallerOptions): FunctionCaller {
  return {
    get: (target, query) => {
      const url = new URL(urlOf(target));
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return ask(target, url, { method: "GET" });
    },
    post: (target, content) => {
      const headers = { "content-type": "application/json" };
      return ask(target, new URL(urlOf(target)), { method: "POST", headers, body: JSON.stringify(content) });
    },
  };

  async function ask(target: string, url: URL, request: RequestInit): Promise<FunctionAnswer> {
    const token = await identity(urlOf(target));
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      // To another address the token must not go.
      const response = await fetch(url, { ...request, headers, signal, redirect: "error" });
      return { status: response.status, json: jsonOf(await response.text()) };
    } catch (error) {
      throw new Unavailable(`${target} does not answer: ${causeOf(error)}; ${NO_ANSWER}`);
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The request itself, which holds the token, is not told. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "a fault of the network";
  if (error.name === "TimeoutError") return "not in time";
  const { cause } = error;
  if (!(cause instanceof Error)) return error.name;
  return "code" in cause ? String(cause.code) : cause.message;
}
