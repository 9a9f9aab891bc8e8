import type { JobError } from "../../ports.ts";

type Kind = JobError["kind"];

/**
 * What BigQuery's reasons mean for a job (https://cloud.google.com/bigquery/docs/error-messages). `resources`: a load of
 * fewer files may go well, and a query at another time. `absent`: what it needs is not there. `text`: what the job says
 * of itself is wrong, or its data are; which of the two is told by its kind.
 */
const REASONS = {
  accessDenied: "denied",
  attributeError: "data",
  backendError: "passing",
  badRequest: "text",
  billingNotEnabled: "quota",
  billingTierLimitExceeded: "data",
  blocked: "quota",
  duplicate: "passing",
  internalError: "passing",
  invalid: "text",
  invalidQuery: "text",
  invalidUser: "passing",
  jobBackendError: "passing",
  jobInternalError: "passing",
  jobRateLimitExceeded: "passing",
  notFound: "absent",
  notImplemented: "data",
  quotaExceeded: "quota",
  rateLimitExceeded: "passing",
  resourceInUse: "passing",
  resourcesExceeded: "resources",
  responseTooLarge: "data",
  stopped: "passing",
  tableUnavailable: "passing",
  timeout: "passing",
} as const satisfies Readonly<Record<string, Kind | "absent" | "resources" | "text">>;

/** Of complaints that carry a reason which says otherwise: other work of the same table comes between. */
const IN_THE_WAY = [
  /\bdue to concurrent update\b/i,
  /\bcould not serialize access\b/i,
  /\btoo many DML statements outstanding\b/i,
  /\bstreaming buffer\b/i,
];

/** As the job's own kind makes of it. */
const OF_LOADS = { absent: "data", resources: "data", text: "data" } as const;
// A copy has no data of its own: what does not fit are the columns of two tables, one of which is widened by and by.
const OF_COPIES = { absent: "gone", resources: "passing", text: "passing" } as const;
const OF_QUERIES = { absent: "gone", resources: "passing", text: "data" } as const;

export type JobType = "LOAD" | "COPY" | "QUERY";

const BY_TYPE = { LOAD: OF_LOADS, COPY: OF_COPIES, QUERY: OF_QUERIES } as const;

/** Why a job of this type came to nothing. A reason that nobody knows yet may pass; if it does not, a person is told. */
export function kindOf(type: JobType, { reason, message }: Pick<JobError, "reason" | "message">): Kind {
  if (IN_THE_WAY.some((pattern) => pattern.test(message))) return "passing";
  // A load reads objects, whose absence is theirs; that of a dataset or project is the environment's, and no drop's fault.
  if (type === "LOAD" && reason === "notFound" && !message.includes("gs://")) return "gone";
  const meaning = Object.hasOwn(REASONS, reason) ? REASONS[reason as keyof typeof REASONS] : "passing";
  const ofType: Readonly<Partial<Record<string, Kind>>> = BY_TYPE[type];
  return ofType[meaning] ?? (meaning as Kind);
}

/** Not before long, whatever is asked. */
export function isQuota(reason: string): boolean {
  return Object.hasOwn(REASONS, reason) && REASONS[reason as keyof typeof REASONS] === "quota";
}

/** Whether a call with this answer is worth another try at once, whatever its status. */
export function isMomentary(reason: string): boolean {
  return MOMENTARY.has(reason);
}

const MOMENTARY: ReadonlySet<string> = new Set([
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "jobRateLimitExceeded",
  "rateLimitExceeded",
  "tableUnavailable",
]);
