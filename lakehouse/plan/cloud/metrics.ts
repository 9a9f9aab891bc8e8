import type { LogEvent } from "./log-events.ts";
import type { CloudEnvironment } from "./names.ts";

// Log-based metrics: Cloud Logging counts the lines that match a filter. `infra/` makes them, alerts and dashboards read
// them.

/** A field of a line, as Cloud Logging names it. */
type Field = "severity" | `jsonPayload.${string}`;

/** What must hold of a line. All of a metric's conditions do. */
export type Condition =
  | { readonly field: Field; readonly is: readonly [string, ...string[]] }
  /** Numeric, or by rank of the severity; a line without the field never fits. */
  | { readonly field: Field; readonly atLeast: number | "WARNING" | "ERROR" };

export interface Metric {
  /** Letters and underscores; unique. */
  readonly name: string;
  readonly description: string;
  /** `counter`: of lines. `distribution`: of the value in each; its sum is mean × count. */
  readonly kind: "counter" | "distribution";
  /** As Cloud Monitoring writes units. */
  readonly unit: "1" | "s" | "By" | "{row}";
  readonly where: readonly Condition[];
  /** Only of a distribution. */
  readonly value: Field | null;
  /** Of its time series, by their fields. Few values each: no key, no name. */
  readonly labels: readonly string[];
}

const ENDED = ["COMMITTED", "REJECTED", "SUPERSEDED", "DUPLICATE", "GONE", "POISON"] as const;
/** Each round of a drop that was split comes into one of them, once. */
const SPLIT = ["READY", "HELD", "REJECTED"] as const;

const event = (name: LogEvent): Condition => ({ field: "jsonPayload.event", is: [name] });
const state = (...states: readonly [string, ...string[]]): Condition => ({ field: "jsonPayload.state", is: states });
const more = (field: Field, than = 0): Condition => ({ field, atLeast: than });

function counter(name: string, labels: readonly string[], description: string, ...where: Condition[]): Metric {
  return { name, description, kind: "counter", unit: "1", where, value: null, labels };
}

function distribution(
  name: string,
  [field, unit]: readonly [field: Field, unit: Metric["unit"]],
  description: string,
  ...where: Condition[]
): Metric {
  const labels = ["dataset"];
  return { name, description, kind: "distribution", unit, where: [...where, more(field)], value: field, labels };
}

export const METRICS: readonly Metric[] = [
  counter("drops_ended", ["dataset", "state"], "drops by how they ended", event("drop.moved"), state(...ENDED)),
  counter("drops_held", ["dataset", "reason"], "drops that wait for a person", event("drop.moved"), state("HELD")),
  counter("drops_rejected", ["dataset", "reason"], "drops that were refused", event("drop.moved"), state("REJECTED")),
  counter("drops_missing", ["dataset"], "expected drops that were not there in time", event("drop.missing")),
  counter("objects_unmatched", [], "objects in landing that match no contract", event("drop.unmatched")),
  distribution(
    "rows_quarantined",
    ["jsonPayload.rows.quarantined", "{row}"],
    "rows left out of each split, in quarantine with their reasons",
    event("drop.moved"),
    state(...SPLIT),
  ),
  distribution(
    "rows_loaded",
    ["jsonPayload.rows.loaded", "{row}"],
    "rows of each publication that are in the table now",
    event("publication.moved"),
    state("DONE"),
  ),
  distribution(
    "drop_lag_seconds",
    ["jsonPayload.lagSeconds", "s"],
    "from a drop's arrival to its commit",
    event("drop.moved"),
    state("COMMITTED"),
  ),
  distribution(
    "publish_seconds",
    ["jsonPayload.seconds", "s"],
    "from a publication's beginning to its commit",
    event("publication.moved"),
    state("DONE"),
  ),
  distribution(
    "bytes_scanned",
    ["jsonPayload.bytesScanned", "By"],
    "logical bytes that BigQuery bills for each publication",
    event("publication.moved"),
    state("DONE"),
  ),
  counter("publications_done", ["dataset"], "publications committed", event("publication.moved"), state("DONE")),
  counter("publications_aborted", ["dataset"], "batches given up", event("publication.moved"), state("ABORTED")),
  counter("publications_stuck", ["dataset"], "publications that wait for a person", event("publication.stuck")),
  counter("publications_waiting", ["dataset", "reason"], "looks that found it wait", event("publication.waiting")),
  counter("mails_sent", ["dataset", "kind"], "mails that the service took", event("mail.moved"), state("SENT")),
  counter("mails_dead", ["dataset"], "mails that were given up", event("mail.moved"), state("DEAD")),
  counter("mails_suppressed", ["dataset"], "mails over the day's cap", event("mail.moved"), state("SUPPRESSED")),
  counter("mails_denied", [], "refusals of the mail service's key", event("mail.denied")),
  counter("events_refused", ["reason"], "events that were malformed or forged", event("event.refused")),
  counter("config_errors", [], "rights that an account lacks", event("config.denied")),
  counter("services_unavailable", [], "calls given up until later", event("service.unavailable")),
  counter("faults", [], "what failed that should not, and has no name of its own", event("fault")),
  counter("errors", [], "lines that ask for a person", { field: "severity", atLeast: "ERROR" }),
];

/** Name of the metric in its project; Cloud Monitoring writes `logging.googleapis.com/user/` before it. */
export function metricName({ id }: Pick<CloudEnvironment, "id">, { name }: Pick<Metric, "name">): string {
  return `sluice/${id}/${name}`;
}

/** In Cloud Logging's query language. Other environments of the project have lines of their own. */
export function metricFilter({ id }: Pick<CloudEnvironment, "id">, { where }: Pick<Metric, "where">): string {
  return ['resource.type="cloud_run_revision"', `labels.environment="${id}"`, ...where.map(conditionText)].join(
    " AND ",
  );
}

function conditionText(condition: Condition): string {
  if ("atLeast" in condition) return `${condition.field}>=${condition.atLeast}`;
  const [first, ...others] = condition.is.map((value) => JSON.stringify(value));
  return `${condition.field}=${others.length === 0 ? first : `(${[first, ...others].join(" OR ")})`}`;
}

/** By label, what takes its value out of a line. */
export function labelExtractors({ labels }: Pick<Metric, "labels">): Readonly<Record<string, string>> {
  return Object.fromEntries(labels.map((label) => [label, `EXTRACT(jsonPayload.${label})`]));
}

/** Null: lines are counted. */
export function valueExtractor({ value }: Pick<Metric, "value">): string | null {
  return value === null ? null : `EXTRACT(${value})`;
}
