import type { Cursor } from "./cursor.ts";
import { compareDecimals } from "./decimal.ts";
import type { FieldType } from "./field.ts";
import type { Located } from "./fields.ts";
import { temporalExample, temporalText } from "./instant.ts";
import { integerRange, uncheckedEnds } from "./integer-range.ts";
import type { Report } from "./lint.ts";
import type { Rule } from "./rule.ts";
import { strictRule } from "./strict-rule.ts";

interface Bound {
  readonly name: string;
  readonly side: "minimum" | "maximum";
  readonly exclusive: boolean;
  readonly value: string;
  readonly at: Cursor;
}

const BOUNDS = [
  ["minimum", "minimum", false, "is at least"],
  ["exclusiveMinimum", "minimum", true, "is greater than"],
  ["maximum", "maximum", false, "is at most"],
  ["exclusiveMaximum", "maximum", true, "is less than"],
] as const;

/** Rules from minimum, maximum, multipleOf and the width of integers and floats. */
export function boundRules(located: Located, options: Cursor | null, report: Report): Rule[] {
  const { type } = located.field;
  if (!["integer", "decimal", "float", "date", "timestamp", "time"].includes(type.kind)) return [];
  const bounds = BOUNDS.flatMap(([name, side, exclusive]): Bound[] => {
    const at = options?.get(name);
    const value = at ? boundText(type, at, report) : null;
    return at && value !== null ? [{ name, side, exclusive, value, at }] : [];
  });
  checkRange(located, bounds, report);
  const rules = bounds.map(({ name, side, exclusive, value, at }) => {
    const verb = BOUNDS.find(([known]) => known === name)?.[3];
    return strictRule(located, name, { kind: side, value, exclusive }, `${verb} ${value}`, at.keyPlace);
  });
  return [...formatRules(located, bounds, report), ...rules, ...multipleRules(located, options)];
}

function boundText(type: FieldType, at: Cursor, report: Report): string | null {
  const numeric = ["integer", "decimal", "float"].includes(type.kind);
  const text = at.asText();
  // A value of the wrong YAML type has been reported with the JSON Schema.
  if (numeric || text === null) return numeric ? at.asDecimal() : null;
  const canonical = temporalText(type, text);
  if (canonical === null) {
    report(
      "option-value",
      at.place,
      `${at.shown()} is no ${type.kind} of this column`,
      `write ${temporalExample(type)}`,
    );
  }
  return canonical;
}

function compare(type: FieldType, a: string, b: string): number {
  if (["integer", "decimal", "float"].includes(type.kind)) return compareDecimals(a, b);
  // Without the Z the order of the texts is the order of the instants.
  const [left, right] = [a.replace("Z", ""), b.replace("Z", "")];
  return left < right ? -1 : left > right ? 1 : 0;
}

function checkRange({ path, field }: Located, bounds: readonly Bound[], report: Report): void {
  const { type } = field;
  const lows = bounds.filter(({ side }) => side === "minimum");
  const highs = bounds.filter(({ side }) => side === "maximum");
  for (const low of lows) {
    for (const high of highs) {
      const order = compare(type, low.value, high.value);
      const touching = order === 0 && (low.exclusive || high.exclusive);
      const between =
        type.kind === "integer" &&
        low.exclusive &&
        high.exclusive &&
        compareDecimals(plusOne(low.value), high.value) >= 0;
      if (order <= 0 && !touching && !between) continue;
      report(
        "empty-range",
        high.at.place,
        `no ${path} lies between ${low.name} ${low.value} and ${high.name} ${high.value}`,
        "mend one of them",
      );
    }
  }
}

function plusOne(value: string): string {
  return /^-?\d+$/.test(value) ? String(BigInt(value) + 1n) : value;
}

/** Width of the format, where the column's own type and the contract's bounds leave it open. */
function formatRules(located: Located, bounds: readonly Bound[], report: Report): Rule[] {
  const { type } = located.field;
  const where = located.at.get("logicalTypeOptions")?.get("format")?.place ?? located.at.place;
  if (type.kind === "float" && type.format === "f32") {
    return [strictRule(located, "format", { kind: "format", name: "f32" }, "fits into 32 bits", where)];
  }
  if (type.kind !== "integer") return [];
  const { least, greatest } = integerRange(type.format);
  for (const { at, side, value, name } of bounds) {
    const outside = side === "minimum" ? compareDecimals(value, least) < 0 : compareDecimals(value, greatest) > 0;
    const impossible = side === "minimum" ? compareDecimals(value, greatest) > 0 : compareDecimals(value, least) < 0;
    if (impossible)
      report("empty-range", at.place, `no ${type.format} has ${name} ${value}`, "mend the bound or the format");
    else if (outside)
      report(
        "bound-without-effect",
        at.place,
        `every ${type.format} has ${name} ${value}`,
        `write a bound from ${least} to ${greatest}`,
      );
  }
  const given = (side: Bound["side"], limit: string, sign: number) =>
    bounds.some((bound) => bound.side === side && compareDecimals(bound.value, limit) * sign >= 0);
  const open = uncheckedEnds(type.format);
  const rules: Rule[] = [];
  if (open.least && !given("minimum", least, 1)) {
    const test = { kind: "minimum", value: least, exclusive: false } as const;
    rules.push(strictRule(located, "format.min", test, `is at least ${least}, as ${type.format} is`, where));
  }
  if (open.greatest && !given("maximum", greatest, -1)) {
    const test = { kind: "maximum", value: greatest, exclusive: false } as const;
    rules.push(strictRule(located, "format.max", test, `is at most ${greatest}, as ${type.format} is`, where));
  }
  return rules;
}

function multipleRules(located: Located, options: Cursor | null): Rule[] {
  const at = options?.get("multipleOf");
  const value = at?.asDecimal() ?? null;
  if (!at || value === null || value.startsWith("-") || value === "0") return [];
  return [strictRule(located, "multipleOf", { kind: "multipleOf", value }, `is a multiple of ${value}`, at.keyPlace)];
}
