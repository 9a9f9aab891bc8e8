import type { Sla } from "./contract.ts";
import { readCron } from "./cron.ts";
import type { Cursor } from "./cursor.ts";
import { unitSeconds } from "./duration.ts";
import type { Located } from "./fields.ts";
import { timestampText } from "./instant.ts";
import type { Report } from "./lint.ts";
import type { Check } from "./rule.ts";
import { nearest } from "./spelling.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** SLA properties that Sluice acts on; ODCS names more, which stay documentation. */
const READ = ["retention", "frequency", "latency", "timeOfAvailability", "freshness"];
const DOCUMENTED = [
  "availability",
  "throughput",
  "errorRate",
  "generalAvailability",
  "endOfSupport",
  "endOfLife",
  "timeToDetect",
  "timeToNotify",
  "timeToRepair",
];

/** What the contract promises about time. A property that is there twice counts once, the first. */
export function readSla(root: Cursor, report: Report): Sla {
  const found = new Map<string, Cursor>();
  for (const at of root.list("slaProperties")) {
    const name = at.text("property") ?? "";
    const known = [...READ, ...DOCUMENTED].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    const near = known ? null : nearest(name, [...READ, ...DOCUMENTED]);
    if (near)
      report(
        "sla-misspelt",
        at.get("property")?.place ?? at.place,
        `ODCS has no SLA property \`${name}\``,
        `write \`${near}\``,
      );
    if (known && !found.has(known)) found.set(known, at);
  }
  const seconds = (name: string) => amountSeconds(found.get(name), report);
  const retention = seconds("retention");
  const latency = seconds("latency");
  return {
    expectedBy: readExpectedBy(found.get("timeOfAvailability"), report),
    schedule: readSchedule(found.get("frequency"), report),
    latencyHours: latency === null ? null : latency / HOUR,
    retentionDays: retention === null ? null : Math.ceil(retention / DAY),
  };
}

/** `value` times `unit` of an SLA property, in seconds. */
function amountSeconds(at: Cursor | undefined, report: Report): number | null {
  if (!at) return null;
  const value = Number(at.get("value")?.asDecimal() ?? Number.NaN);
  const unit = unitSeconds(at.text("unit") ?? "");
  if (value > 0 && unit !== null) return value * unit;
  const where = (value > 0 ? at.get("unit") : at.get("value"))?.place ?? at.place;
  report(
    "sla-value",
    where,
    `${at.text("property")} has no amount of time that can be read`,
    "write `value: 30` with `unit: h` or d, w, y, min, s (`m` could be minutes or months)",
  );
  return null;
}

function readExpectedBy(at: Cursor | undefined, report: Report): string | null {
  if (!at) return null;
  const text = at.text("value") ?? "";
  const match = /^(\d{2}:\d{2})(?::00)?(Z|[-+]\d{2}:?\d{2})?$/i.exec(text);
  const utc = match && timestampText(`2000-01-02T${match[1]}${match[2] ?? "Z"}`, "utc");
  if (utc) return `${utc.slice(11, 16)}Z`;
  report(
    "sla-value",
    at.get("value")?.place ?? at.place,
    `${at.get("value")?.shown()} is no time of day`,
    'write "06:00Z"',
  );
  return null;
}

function readSchedule(at: Cursor | undefined, report: Report): string | null {
  const schedule = at?.get("schedule");
  const text = schedule?.asText() ?? null;
  if (!schedule || text === null) return null;
  if (readCron(text)) return text.trim().split(/\s+/).join(" ");
  report(
    "sla-value",
    schedule.place,
    `${schedule.shown()} is no cron expression`,
    'write five fields in UTC, such as "0 5 * * *"',
  );
  return null;
}

/** Checks from `freshness`: warnings, because old data is no reason to keep newer rows back. */
export function freshnessChecks(
  root: Cursor,
  standard: string | null,
  columns: ReadonlyMap<string, Located>,
  report: Report,
): Check[] {
  const entries = root.list("slaProperties").filter((at) => at.text("property")?.toLowerCase() === "freshness");
  return entries.flatMap((at) => {
    const seconds = amountSeconds(at, report);
    const named = (at.text("element") ?? standard ?? "")
      .split(",")
      .map((element) => element.trim().split(".").at(-1) ?? "");
    return named.flatMap((column): Check[] => {
      const kind = columns.get(column)?.field.type.kind;
      if (kind !== "timestamp" && kind !== "date") {
        const where = at.get("element")?.place ?? at.place;
        report(
          "argument-column",
          where,
          `freshness needs a date or timestamp, not ${JSON.stringify(column)}`,
          "write `element: DATASET.COLUMN`",
        );
        return [];
      }
      if (seconds === null) return [];
      const hours = seconds / HOUR;
      return [
        {
          id: named.length > 1 || !at.text("id") ? `${column}.freshness` : (at.text("id") ?? ""),
          severity: "warning",
          measure: { kind: "freshness", column },
          threshold: { operator: "mustBeLessOrEqualTo", values: [hours], unit: "rows" },
          description: at.text("description") ?? `the newest ${column} is at most ${hours} hours older than the drop`,
          dimension: "timeliness",
          businessImpact: null,
          where: at.place,
        },
      ];
    });
  });
}
