import { SEVERITIES } from "../../../lakehouse/ports/log.ts";
import type { Line } from "./story.ts";

// The part of Cloud Logging's query language that the metrics use, on a line as Cloud Run hands it over:
// https://cloud.google.com/logging/docs/view/logging-query-language

const LABELS = "logging.googleapis.com/labels";

/** A line as an entry of Cloud Logging: what is special is taken out of the payload. */
export function logEntryOf(line: Line): Record<string, unknown> {
  const { severity, time: timestamp, [LABELS]: labels, "logging.googleapis.com/trace": trace, ...jsonPayload } = line;
  return { resource: { type: "cloud_run_revision" }, severity, timestamp, labels, trace, jsonPayload };
}

export function fits(filter: string, entry: Record<string, unknown>): boolean {
  return filter.split(" AND ").every((term) => {
    const [, path = "", sign, operand = ""] = /^([\w.]+)(=|>=)(.+)$/.exec(term) ?? [];
    if (!sign) throw new Error(`not in the language: ${term}`);
    const value = valueAt(entry, path);
    return sign === "=" ? wanted(operand).includes(String(value)) : isAtLeast(path, value, operand);
  });
}

/** What `EXTRACT(field)` takes out of it; undefined: nothing. */
export function extract(extractor: string, entry: Record<string, unknown>): unknown {
  const [, path] = /^EXTRACT\(([\w.]+)\)$/.exec(extractor) ?? [];
  if (!path) throw new Error(`no extractor: ${extractor}`);
  return valueAt(entry, path);
}

function wanted(operand: string): string[] {
  const list = /^\((.+)\)$/.exec(operand)?.[1] ?? operand;
  return list.split(" OR ").map((quoted) => JSON.parse(quoted) as string);
}

function isAtLeast(path: string, value: unknown, operand: string): boolean {
  if (path !== "severity") return typeof value === "number" && value >= Number(operand);
  const ranks: readonly string[] = SEVERITIES;
  const rank = (severity: unknown) => ranks.indexOf(String(severity));
  if (rank(operand) < 0) throw new Error(`no severity: ${operand}`);
  return rank(value) >= rank(operand);
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}
