import type { Cursor } from "./cursor.ts";
import type { Report } from "./lint.ts";
import { OPERATORS, type Operator, type Threshold } from "./rule.ts";

type Unit = Threshold["unit"];

/** The operator of a quality rule, its numbers and its unit; null if it has none that can be read. */
export function readThreshold(at: Cursor, report: Report, booleans: boolean): Threshold | null {
  const unit = readUnit(at, report);
  const operator = OPERATORS.find((name) => at.get(name));
  const value = operator && at.get(operator);
  if (!operator || !value) return null;
  const values = operator.endsWith("Between") ? value.items().map(numberOf) : [scalarOf(value, booleans)];
  if (values.some((number) => number === null)) {
    const known = operator === "mustBe" || operator === "mustNotBe";
    // The JSON Schema has reported it for the other operators.
    if (known)
      report(
        "operator-value",
        value.place,
        `\`${operator}\` is ${value.shown()}`,
        booleans ? "write a number, true or false" : "write a number",
      );
    return null;
  }
  const threshold = { operator, values: values.filter((number) => number !== null), unit };
  checkThreshold(threshold, value, report);
  return threshold;
}

function readUnit(at: Cursor, report: Report): Unit {
  const unit = at.get("unit");
  const text = unit?.asText()?.toLowerCase() ?? null;
  if (!unit || text === null || text === "rows") return "rows";
  if (text !== "percent") report("unit-unknown", unit.place, `unit is ${unit.shown()}`, "write rows or percent");
  return text === "percent" ? "percent" : "rows";
}

function scalarOf(value: Cursor, booleans: boolean): number | null {
  const flag = booleans ? value.asFlag() : null;
  return flag === null ? numberOf(value) : Number(flag);
}

function numberOf(value: Cursor): number | null {
  const text = value.asDecimal();
  return text === null ? null : Number(text);
}

function checkThreshold({ operator, values, unit }: Threshold, at: Cursor, report: Report): void {
  const [first = 0, second] = values;
  if (second !== undefined && first > second) {
    report(
      "threshold-impossible",
      at.place,
      `nothing lies between ${first} and ${second}`,
      "write the smaller number first",
    );
  }
  if (operator === "mustBeBetween") {
    report(
      "between-inclusive",
      at.place,
      "between includes both ends here",
      "use mustBeGreaterOrEqualTo and mustBeLessOrEqualTo in two rules to say so in ODCS",
    );
  }
  if (unit === "percent" && values.some((value) => value < 0 || value > 100)) {
    report(
      "threshold-impossible",
      at.place,
      `${values.join(" to ")} is no share in percent`,
      "write a number from 0 to 100",
    );
  }
}

/** True if not one row may fail. */
export function isStrict({ operator, values, unit }: Threshold): boolean {
  if (operator === "mustBe" || operator === "mustBeLessOrEqualTo") return values[0] === 0;
  if (operator === "mustBeLessThan") return unit === "rows" && values[0] === 1;
  return operator === "mustBeBetween" && values[0] === 0 && values[1] === 0;
}

const UPPER: readonly Operator[] = ["mustBeLessThan", "mustBeLessOrEqualTo"];

/** A rule counts bad rows, so its threshold has to limit them from above, and zero has to meet it. */
export function limitsFromAbove(threshold: Threshold): boolean {
  const { operator, values } = threshold;
  const [first = 0] = values;
  if (isStrict(threshold)) return true;
  if (operator === "mustBeBetween") return first <= 0;
  return UPPER.includes(operator) && (operator === "mustBeLessThan" ? first > 0 : first >= 0);
}
