import type { PlanCheck } from "../plan/plan.ts";

type Threshold = PlanCheck["threshold"];

/** A measured count, and of how many rows it is a part. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/**
 * True if the measured value is as the threshold says. Percentages are never divided out: `count × 100` is compared
 * with `bound × rows` in whole numbers, the bound as its decimal text has it. Of an empty drop every share is 0.
 */
export function holds({ operator, values, unit }: Threshold, { count, of }: Share): boolean {
  const share = unit === "percent";
  const measured = share ? decimal(of === 0 ? 0 : count, 2) : decimal(count);
  const compared = (bound: number | undefined) =>
    compare(measured, times(decimal(bound ?? Number.NaN), share ? Math.max(of, 1) : 1));
  const [low, high] = values;
  const inside = () => compared(low) >= 0 && compared(high) <= 0;
  switch (operator) {
    case "mustBe":
      return compared(low) === 0;
    case "mustNotBe":
      return compared(low) !== 0;
    case "mustBeGreaterThan":
      return compared(low) > 0;
    case "mustBeGreaterOrEqualTo":
      return compared(low) >= 0;
    case "mustBeLessThan":
      return compared(low) < 0;
    case "mustBeLessOrEqualTo":
      return compared(low) <= 0;
    case "mustBeBetween":
      return inside();
    case "mustNotBeBetween":
      return !inside();
  }
}

/** digits × 10^-scale */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The number as its shortest decimal text says it, times 10^shift. */
function decimal(value: number, shift = 0): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) throw new RangeError(`not a number to compare with: ${value}`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length - Number(exponent) - shift };
}

function times({ digits, scale }: Decimal, rows: number): Decimal {
  return { digits: digits * BigInt(rows), scale };
}

function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale, 0);
  const difference = a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
