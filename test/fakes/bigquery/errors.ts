/** HTTP status of each reason that the fake gives, as Google's table of errors has them. */
const STATUSES = {
  accessDenied: 403,
  backendError: 503,
  conditionNotMet: 412,
  duplicate: 409,
  internalError: 500,
  invalid: 400,
  invalidQuery: 400,
  notFound: 404,
  notImplemented: 501,
  quotaExceeded: 403,
  rateLimitExceeded: 403,
  resourcesExceeded: 400,
  stopped: 200,
  tableUnavailable: 400,
} as const;

export type Reason = keyof typeof STATUSES;

/** What BigQuery says no to: a call with it, or a job's end. */
export class BigQueryError extends Error {
  readonly reason: Reason;
  readonly status: number;
  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
    this.status = STATUSES[reason];
  }
}

/** As the service itself writes it. */
export function errorBody(status: number, reason: string, message: string): object {
  return { error: { code: status, message, errors: [{ message, domain: "global", reason }] } };
}
