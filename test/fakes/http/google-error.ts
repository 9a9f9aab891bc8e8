import type { Answer } from "./service.ts";

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  412: "FAILED_PRECONDITION",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** An error as Google's newer services say it. */
export function googleError(code: number, reason: string, message: string): Answer {
  const errors = [{ message, domain: "global", reason }];
  return { status: code, body: { error: { code, message, status: STATUSES[code] ?? "UNKNOWN", errors } } };
}
