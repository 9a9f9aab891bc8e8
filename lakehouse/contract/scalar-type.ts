import type { Cursor } from "./cursor.ts";
import { type FieldType, INTEGER_FORMATS } from "./field.ts";
import type { Report } from "./lint.ts";
import { type PhysicalKind, type PhysicalType, physicalType } from "./physical-type.ts";
import { oneOf } from "./spelling.ts";

const MAX_PRECISION = 38;

/** Which physical types can hold a logical type; the first is the usual one. */
const HOLDS: Readonly<Record<string, readonly [PhysicalKind, ...PhysicalKind[]]>> = {
  string: ["string", "bytes", "json"],
  integer: ["integer", "decimal"],
  number: ["float", "decimal"],
  boolean: ["boolean"],
  date: ["date"],
  timestamp: ["timestamp", "datetime"],
  time: ["time"],
  object: ["object", "json"],
  array: ["array", "json"],
};

/** A type, or `object` or `array` where its fields or its item are still to be read; null if it was reported. */
export function readType(at: Cursor, report: Report): FieldType | "object" | "array" | null {
  const physical = readPhysical(at, report);
  const logical =
    at.text("logicalType") ?? Object.keys(HOLDS).find((name) => physical && HOLDS[name]?.includes(physical.kind));
  const allowed = logical !== undefined && Object.hasOwn(HOLDS, logical) ? HOLDS[logical] : undefined;
  if (logical === undefined || !allowed) {
    // A logicalType that the standard does not know has been reported with the JSON Schema.
    if (!at.get("logicalType")) {
      report("field-type", at.place, "the field has no type", "add `logicalType` (string, integer, number, …)");
    }
    return null;
  }
  const where = at.get("physicalType")?.place ?? at.place;
  const kind = physical?.kind ?? allowed[0];
  if (!allowed.includes(kind)) {
    const usual = allowed.map((name) => name.toUpperCase());
    report(
      "type-contradiction",
      where,
      `values of type ${logical} cannot be kept as ${physical?.name}`,
      `write a physicalType of kind ${oneOf(usual)}, or another logicalType`,
    );
    return null;
  }
  const options = at.get("logicalTypeOptions");
  switch (kind) {
    case "integer":
      return { kind, format: integerFormat(at, report) };
    case "decimal":
      return logical === "integer" ? wholeDecimal(at, physical, report) : decimal(physical, options, at, report);
    case "float":
      return { kind, format: options?.text("format") === "f32" ? "f32" : "f64" };
    case "timestamp":
    case "datetime":
      return { kind: "timestamp", zone: zone(physical, options, at, report) };
    case "string":
      if (physical && physical.sizes.length > 0) {
        report(
          "physical-type-length",
          where,
          "a length in the physicalType is not checked",
          `write \`logicalTypeOptions: {maxLength: ${physical.sizes[0]}}\``,
        );
      }
      return { kind };
    default:
      return kind === "object" || kind === "array" ? kind : { kind };
  }
}

function readPhysical(at: Cursor, report: Report): PhysicalType | null {
  const text = at.text("physicalType");
  const found = text === null ? null : physicalType(text);
  if (text !== null && !found) {
    const where = at.get("physicalType")?.place ?? at.place;
    report(
      "physical-type-unknown",
      where,
      `Sluice does not know ${text}; the logicalType decides alone`,
      "write a type of BigQuery such as STRING, INT64, NUMERIC(10,2), TIMESTAMP, JSON",
    );
  }
  return found;
}

function integerFormat(at: Cursor, report: Report): (typeof INTEGER_FORMATS)[number] {
  const format = at.get("logicalTypeOptions")?.text("format") ?? null;
  const found = INTEGER_FORMATS.find((name) => name === format);
  if (format === null) {
    report(
      "integer-format",
      at.place,
      "an integer without `format` is checked as i64 (ODCS would say i32)",
      "add `logicalTypeOptions: {format: i64}`",
    );
  }
  return found ?? "i64";
}

function wholeDecimal(at: Cursor, physical: PhysicalType | null, report: Report): FieldType {
  if ((physical?.sizes[1] ?? 0) > 0) {
    const where = at.get("physicalType")?.place ?? at.place;
    report(
      "type-contradiction",
      where,
      "an integer has no digits behind the point",
      "write scale 0, or `logicalType: number`",
    );
  }
  return { kind: "integer", format: integerFormat(at, report) };
}

function decimal(physical: PhysicalType | null, options: Cursor | null, at: Cursor, report: Report): FieldType {
  const where = at.get("physicalType")?.place ?? at.place;
  const big = physical?.name.startsWith("BIG");
  const [precision = big ? Number.POSITIVE_INFINITY : MAX_PRECISION, scale = physical?.sizes.length ? 0 : 9] =
    physical?.sizes ?? [];
  if (options?.text("format")) {
    report("type-contradiction", where, "a decimal has no binary float format", "remove `format`, or the physicalType");
  }
  if (precision > MAX_PRECISION || precision < 1 || scale > precision) {
    const cure = `write ${physical?.name ?? "NUMERIC"}(precision, scale) with 1 ≤ precision ≤ ${MAX_PRECISION} and scale ≤ precision`;
    report("field-type", where, "the decimal's size cannot be held by both warehouses", cure);
    return { kind: "decimal", precision: MAX_PRECISION, scale: 9 };
  }
  return { kind: "decimal", precision, scale };
}

function zone(physical: PhysicalType | null, options: Cursor | null, at: Cursor, report: Report): "utc" | "none" {
  const wanted = options?.flag("timezone") ?? null;
  const where = options?.get("timezone")?.place ?? at.place;
  if (physical?.kind === "datetime" && wanted === true) {
    report(
      "type-contradiction",
      where,
      "DATETIME is a wall clock and has no time zone",
      "write `physicalType: TIMESTAMP`, or `timezone: false`",
    );
  }
  if (physical?.kind === "timestamp" && wanted === false) {
    report(
      "type-contradiction",
      where,
      "TIMESTAMP is an instant in UTC",
      "write `physicalType: DATETIME`, or `timezone: true`",
    );
  }
  const standard = options?.text("defaultTimezone") ?? "UTC";
  if (!/^(etc\/)?(utc|gmt|zulu|z|universal)$/i.test(standard)) {
    const place = options?.get("defaultTimezone")?.place ?? at.place;
    report(
      "time-zone",
      place,
      `timestamps in ${standard} are not converted`,
      "deliver UTC and write `defaultTimezone: Etc/UTC`, or `timezone: false` for a wall clock",
    );
  }
  return physical?.kind === "datetime" || wanted === false ? "none" : "utc";
}
