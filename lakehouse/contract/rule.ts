import type { FieldPath, StringFormat } from "./field.ts";
import type { Place } from "./problem.ts";

/** A value as the contract's text has it. Numbers keep their text, so that bounds above 2^53 stay exact. */
export type Literal =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean };

/** What must be true of a value. Every test but `required`, `notNull` and `notMissing` passes on NULL. */
export type Test =
  | { readonly kind: "required" | "notNull" | "notNan" | "uniqueItems" | "noNullItems" }
  | { readonly kind: "minimum" | "maximum"; readonly value: string; readonly exclusive: boolean }
  | { readonly kind: "multipleOf"; readonly value: string }
  | {
      readonly kind: "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties";
      readonly value: number;
    }
  /** ECMA-262 text restricted to what RE2 reads alike; unanchored unless it says so. */
  | { readonly kind: "pattern"; readonly source: string }
  | { readonly kind: "format"; readonly name: StringFormat | "f32" }
  /** ODCS invalidValues with validValues: outside the list fails. */
  | { readonly kind: "oneOf"; readonly values: readonly Literal[] }
  /** ODCS missingValues: NULL or a value in the list fails. */
  | { readonly kind: "notMissing"; readonly values: readonly Literal[] }
  /** ODCS custom with engine sluice: a DuckDB boolean over the row; false fails, NULL passes. */
  | { readonly kind: "expression"; readonly sql: string }
  /** The row's partition day may not be older than arrival day − days. */
  | { readonly kind: "notLate"; readonly days: number };

export const OPERATORS = [
  "mustBe",
  "mustNotBe",
  "mustBeGreaterThan",
  "mustBeGreaterOrEqualTo",
  "mustBeLessThan",
  "mustBeLessOrEqualTo",
  "mustBeBetween",
  "mustNotBeBetween",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** What a measured number is held against. `between` is inclusive. `percent` is of the drop's rows. */
export interface Threshold {
  readonly operator: Operator;
  /** One number, or [low, high] for the two `between` operators. */
  readonly values: readonly number[];
  readonly unit: "rows" | "percent";
}

export type RuleSeverity = "error" | "warning" | "info";

/**
 * What becomes of a row that fails:
 * `quarantine` always; `escalate` counted while the threshold is met, quarantined (and the drop held) once it is exceeded;
 * `count` never quarantined.
 */
export type Disposition = "quarantine" | "escalate" | "count";

/** A row-level rule. */
export interface Rule {
  /** Unique in the contract, e.g. `latitude.minimum` or the id that the contract gives. */
  readonly id: string;
  readonly path: FieldPath;
  readonly test: Test;
  readonly severity: RuleSeverity;
  readonly disposition: Disposition;
  /** null: no slack. */
  readonly threshold: Threshold | null;
  /** One sentence in plain language: what must be true. */
  readonly description: string;
  readonly dimension: string | null;
  readonly businessImpact: string | null;
  readonly where: Place;
}

/** A drop-level test: can hold a drop, never marks rows. */
export interface Check {
  readonly id: string;
  readonly severity: RuleSeverity;
  readonly measure: Measure;
  readonly threshold: Threshold;
  readonly description: string;
  readonly dimension: string | null;
  readonly businessImpact: string | null;
  readonly where: Place;
}

export type Measure =
  | { readonly kind: "rowCount" }
  /** Share of quarantined rows in percent: the circuit breaker. */
  | { readonly kind: "quarantinedShare" }
  /** Rows beyond the first of each group; NULLs pass for `unique`, count as equal for `duplicateValues`. */
  | { readonly kind: "unique" | "duplicateValues"; readonly columns: readonly string[] }
  /** One number or boolean over the drop's good rows (`drop`) or the warehouse table (`afterPublish`). */
  | { readonly kind: "sql"; readonly query: string; readonly when: "drop" | "afterPublish" }
  /** Hours between the newest value of the column and the drop's arrival. */
  | { readonly kind: "freshness"; readonly column: string };
