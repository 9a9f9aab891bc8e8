import type { Plan, PlanRule } from "../../plan/plan.ts";
import { quoteName, quoteText, splice } from "../../plan/quote.ts";
import type { Matched } from "../protocol.ts";
import { sameType } from "./match.ts";

// Turns a plan and a matched drop into the pieces that the plan's statements have places for. Pure text: the Python
// host assembles the same, and a golden holds both equal.

/** Bits of a BIGINT that stay clear of its sign. */
const BITS = 63;

/** A rule that can fail in this drop, with its place in the masks. */
export interface ActiveRule {
  readonly rule: PlanRule;
  /** True where a row of table `failed` fails the rule. */
  readonly failed: string;
  readonly at: string;
  readonly shown: string;
}

export interface Assembly {
  readonly rules: readonly ActiveRule[];
  /** `"X" AS "raw:X"` */
  readonly rawColumns: string;
  readonly rawNames: string;
  readonly typedColumns: string;
  readonly outputColumns: string;
  /** `"raw:X" AS "X"` */
  readonly quarantineColumns: string;
  /** Of replayed rows: the columns that say where they first came from. */
  readonly origin: { readonly object: string; readonly generation: string; readonly row: string } | null;
  readonly masks: string;
  readonly anyFails: string;
  /** Over table `failed`. */
  readonly quarantines: string;
  readonly escalates: string;
  /** Over typed rows: true where a rule with this disposition fails; for hosts that have no table `failed`. */
  failsWhere(wanted: (rule: PlanRule) => boolean): string;
  /** Over table `failed`: true where one of these rules fails. */
  failedWhere(wanted: (rule: PlanRule) => boolean): string;
  /** Over table `failed`: the list of structs in `_reasons`, for these rules. */
  reasons(wanted: (rule: PlanRule) => boolean): string;
}

export function assemble(plan: Plan, matched: Matched, replay: boolean): Assembly {
  const found = plan.rules.flatMap((rule) => predicateOf(plan, matched, rule));
  const rules = found.map((each, index) => ({ ...each, failed: testBits(Math.floor(index / BITS), bit(index)) }));
  const failsWhere = (wanted: (rule: PlanRule) => boolean) =>
    anyOf(rules.filter(({ rule }) => wanted(rule)).map(({ fails }) => `(${fails})`));
  const failedWhere = (wanted: (rule: PlanRule) => boolean) => maskTest(rules, wanted);
  // The old `_reasons` stay behind: a row that fails again fails for reasons of its own.
  const carried = [...matched.raw.map(({ name }) => name), ...(replay ? ["_object", "_generation", "_row"] : [])];
  return {
    rules,
    rawColumns: list(carried, (name) => `${quoteName(name)} AS ${rawName(name)}`),
    rawNames: list(carried, rawName),
    typedColumns: list(
      matched.columns,
      (column, index) => `${typedValue(plan, column, index)} AS ${quoteName(column.name)}`,
    ),
    outputColumns: list(plan.columns, (column) => `${column.output} AS ${quoteName(column.name)}`),
    quarantineColumns: list(matched.raw, ({ name }) => `${rawName(name)} AS ${quoteName(name)}`),
    origin: replay ? { object: rawName("_object"), generation: rawName("_generation"), row: rawName("_row") } : null,
    masks: masks(rules),
    // The last term is never true. It names a second column, so that DuckDB cannot hand a rule to the Parquet reader,
    // which would believe the file's statistics (they may lie) and skip pages undecoded (they may be rotten). Without rules a volatile function does the same.
    anyFails: rules.length > 0 ? `${failsWhere(() => true)} OR sluice_row < 0` : "random() < 0",
    quarantines: failedWhere((rule) => rule.disposition === "quarantine"),
    escalates: failedWhere((rule) => rule.disposition === "escalate"),
    failsWhere,
    failedWhere,
    reasons: (wanted) => reasons(rules.filter(({ rule }) => rule.severity === "error" && wanted(rule))),
  };
}

/** Column names are the producer's; with the prefix they meet no other name. */
function rawName(name: string): string {
  return quoteName(`raw:${name}`);
}

function typedValue(plan: Plan, found: Matched["columns"][number], index: number): string {
  const column = plan.columns[index];
  if (!column) throw new RangeError(`the match has more columns than the plan: ${found.name}`);
  const conversion = found.conversion === null ? undefined : column.conversions[found.conversion];
  if (found.physical !== null && conversion) return splice(conversion.value, placesOf(found));
  if (found.physical !== null && found.from !== null && sameType(found.from, column.type))
    return rawName(found.physical);
  // Missing, or unreadable in a drop that is quarantined whole.
  return `CAST(NULL AS ${column.type})`;
}

function placesOf(found: Matched["columns"][number]): { column: string; from: string; kept: string } {
  const from = found.from ?? "";
  return { column: rawName(found.physical ?? ""), from, kept: found.kept ?? from };
}

interface Predicate {
  readonly rule: PlanRule;
  readonly fails: string;
  readonly at: string;
  readonly shown: string;
}

/** Empty where the rule cannot fail in this drop. */
function predicateOf(plan: Plan, matched: Matched, rule: PlanRule): Predicate[] {
  switch (rule.kind) {
    case "row":
      if (rule.fails === null) throw new RangeError(`rule ${rule.id} of kind row has no predicate`);
      return [{ rule, fails: rule.fails, at: rule.at, shown: rule.shown }];
    case "schema":
      return matched.quarantineAll ? [{ rule, fails: "true", at: rule.at, shown: rule.shown }] : [];
    case "type": {
      const index = plan.columns.findIndex((column) => column.name === rule.column);
      const found = matched.columns[index];
      const conversion = found?.conversion == null ? undefined : plan.columns[index]?.conversions[found.conversion];
      if (!found || !conversion || conversion.fails === null) return [];
      const places = placesOf(found);
      return [
        {
          rule,
          fails: splice(conversion.fails, places),
          at: splice(rule.at, places),
          shown: shownFor(rule, places),
        },
      ];
    }
  }
}

/** Masking is done by regular expressions, whose braces are no places. */
function shownFor({ shown }: PlanRule, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => value), shown);
}

/** A colon stands in no name of a contract, so the masks meet no column. */
function maskName(word: number): string {
  return quoteName(`sluice:mask${word}`);
}

function bit(index: number): bigint {
  return 1n << BigInt(index % BITS);
}

function masks(rules: readonly Predicate[]): string {
  const words = Array.from({ length: Math.max(1, Math.ceil(rules.length / BITS)) }, (_, word) => {
    const cases = rules
      .slice(word * BITS, (word + 1) * BITS)
      .map(({ fails }, index) => `CASE WHEN ${fails} THEN ${bit(index)}::BIGINT ELSE 0 END`);
    return `${cases.length > 0 ? cases.join(" + ") : "0::BIGINT"} AS ${maskName(word)}`;
  });
  return words.join(", ");
}

function maskTest(rules: readonly ActiveRule[], wanted: (rule: PlanRule) => boolean): string {
  const words = new Map<number, bigint>();
  for (const [index, { rule }] of rules.entries()) {
    const word = Math.floor(index / BITS);
    if (wanted(rule)) words.set(word, (words.get(word) ?? 0n) | bit(index));
  }
  return anyOf([...words].map(([word, bits]) => testBits(word, bits)));
}

function testBits(word: number, bits: bigint): string {
  return `(${maskName(word)} & ${bits}) <> 0`;
}

function anyOf(terms: readonly string[]): string {
  return terms.length > 0 ? terms.join(" OR ") : "false";
}

function reasons(rules: readonly ActiveRule[]): string {
  const type = 'STRUCT("rule" VARCHAR, path VARCHAR)[]';
  if (rules.length === 0) return `[]::${type}`;
  const items = rules.map(
    ({ rule, failed, at }) => `CASE WHEN ${failed} THEN {'rule': ${quoteText(rule.id)}, 'path': ${at}} END`,
  );
  return `list_filter([${items.join(", ")}], lambda reason: reason IS NOT NULL)::${type}`;
}

function list<Item>(items: readonly Item[], write: (item: Item, index: number) => string): string {
  return items.map(write).join(", ");
}
