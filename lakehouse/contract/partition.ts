import type { Granularity, Partition } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { isClassified } from "./field.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import type { SchemaObject } from "./schema-object.ts";
import { numberWithin } from "./settings.ts";
import { oneOf, suggest } from "./spelling.ts";

const GRANULARITIES: readonly Granularity[] = ["HOUR", "DAY", "MONTH", "YEAR"];
const KEYS = ["column", "type", "requireFilter", "expirationDays"];
/** BigQuery's limit for one table. */
const MAX_PARTITIONS = 10_000;
const PER_DAY: Readonly<Record<Granularity, number>> = { HOUR: 24, DAY: 1, MONTH: 1 / 28, YEAR: 1 / 365 };

/** How the table is cut; null if the contract names no column for it. */
export function readPartition(schema: SchemaObject, retentionDays: number | null): Partition | null {
  const { settings, report } = schema;
  const given = settings.peek("bigqueryPartitioning");
  const options = given?.kind === "map" ? given : null;
  if (given && !options) {
    report(
      "setting-value",
      given.place,
      `\`bigqueryPartitioning\` is ${given.shown()}`,
      "write a map such as {type: DAY, requireFilter: true, expirationDays: 400}",
    );
  }
  if (options) checkKeys(options, report);
  const column = partitionColumn(schema, options);
  const granularity = readGranularity(options, settings.defaulted, report);
  const requireFilter = readFilter(options, settings.defaulted, report);
  const expirationDays = readExpiration(options, retentionDays, settings.defaulted, report);
  const where = (options ?? schema.at).place;
  if (granularity === "HOUR" && column?.field.type.kind === "date") {
    report(
      "partition-granularity",
      where,
      "a date has no hours",
      "write DAY, MONTH or YEAR, or partition by a timestamp",
    );
  }
  if (column && requireFilter && isClassified(column.field)) {
    report(
      "partition-classified",
      column.at.get("classification")?.place ?? column.at.place,
      `every query must name ${column.path}: who may not read it reads nothing of the table`,
      "classify it `internal`, or write `requireFilter: false` into bigqueryPartitioning",
    );
  }
  const partitions =
    expirationDays === null
      ? granularity === "HOUR"
        ? Number.POSITIVE_INFINITY
        : 0
      : expirationDays * PER_DAY[granularity];
  if (partitions > MAX_PARTITIONS) {
    const days = Math.floor(MAX_PARTITIONS / PER_DAY[granularity]);
    report(
      "too-many-partitions",
      where,
      `BigQuery allows ${MAX_PARTITIONS} partitions in a table, ${granularity} needs more`,
      `set expirationDays (or a retention) to at most ${days}, or cut more coarsely`,
    );
  }
  return column && { column: column.path, granularity, requireFilter, expirationDays };
}

function checkKeys(options: Cursor, report: Report): void {
  for (const key of options.keys()) {
    if (KEYS.includes(key)) continue;
    const cure = suggest(key, KEYS);
    report(
      "setting-value",
      options.get(key)?.keyPlace ?? options.place,
      `bigqueryPartitioning has no \`${key}\``,
      cure,
    );
  }
}

function partitionColumn({ at, columns, report }: SchemaObject, options: Cursor | null): Located | null {
  const marked = [...columns.values()].filter((column) => column.at.flag("partitioned") === true);
  const named = options?.get("column") ?? null;
  const chosen = named ? columns.get(named.asText() ?? "") : marked[0];
  const rival = marked.find((located) => located !== chosen);
  if (!chosen || rival) {
    const message = rival ? "more than one column partitions the table" : "no column partitions the table";
    const where = rival?.at.get("partitioned")?.keyPlace ?? (named ?? at).place;
    report("partition-column", where, message, "write `partitioned: true` on one date or timestamp column");
    return null;
  }
  const where = chosen.at.get("partitioned")?.keyPlace ?? chosen.at.place;
  const { type, required } = chosen.field;
  if (type.kind !== "date" && type.kind !== "timestamp") {
    report("partition-column", where, `${chosen.path} is of type ${type.kind}`, "partition by a date or timestamp");
  }
  if (!required) {
    report(
      "partition-column",
      where,
      `${chosen.path} may be NULL, and such rows have no partition`,
      "add `required: true` to it",
    );
  }
  return chosen;
}

function readGranularity(options: Cursor | null, defaulted: string[], report: Report): Granularity {
  const at = options?.get("type");
  if (!at) defaulted.push("bigqueryPartitioning.type");
  const found = GRANULARITIES.find((name) => name === at?.asText()?.toUpperCase());
  if (at && !found)
    report("setting-value", at.place, `partitions of type ${at.shown()}`, `write ${oneOf(GRANULARITIES)}`);
  return found ?? "DAY";
}

function readFilter(options: Cursor | null, defaulted: string[], report: Report): boolean {
  const at = options?.get("requireFilter");
  if (!at) defaulted.push("bigqueryPartitioning.requireFilter");
  if (at && at.asFlag() === null)
    report("setting-value", at.place, `requireFilter is ${at.shown()}`, "write true or false");
  return at?.asFlag() ?? true;
}

function readExpiration(
  options: Cursor | null,
  retentionDays: number | null,
  defaulted: string[],
  report: Report,
): number | null {
  const at = options?.get("expirationDays");
  if (!at) {
    defaulted.push("bigqueryPartitioning.expirationDays");
    return retentionDays;
  }
  const days = numberWithin(at, 1, 100_000, true);
  if (days === null) {
    report("setting-value", at.place, `expirationDays is ${at.shown()}`, "write a whole number of days from 1");
  } else if (retentionDays !== null && days < retentionDays) {
    report(
      "expiration-before-retention",
      at.place,
      `partitions expire after ${days} days, retention promises ${retentionDays}`,
      "make them equal",
    );
  }
  return days;
}
