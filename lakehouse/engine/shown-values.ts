import type { Plan } from "../plan/plan.ts";
import type { RuleResult } from "../plan/report.ts";
import { redact } from "../plan/words-redact.ts";
import type { Refusal } from "./protocol.ts";
import type { SplitDrop } from "./result.ts";

// Values, and names that a file gives its columns, on their way into the report. Whoever shows a report, shows these:
// what looks like a secret or a person is taken out here, once, for the report, the terminal, the page and the mails.

/** A child cuts values to so many characters (plan/rules/shown.ts); one as long may end in half a secret. */
const CUT = 80;
/** What is kept of such a one: whatever begins here was seen far enough to be known. */
const KEPT = 48;

/** Shapes of classified columns stay as they are, so that a wrong length or alphabet can be seen in them. */
export function shownValues(
  rule: Pick<Plan["rules"][number], "column" | "masked">,
  samples: RuleResult["samples"],
  causes: RuleResult["causes"],
): Pick<RuleResult, "samples" | "causes"> {
  // Of a rule over the whole row only some columns may be classified.
  if (rule.masked && rule.column !== null) return { samples, causes };
  return {
    samples: samples.map((sample) => ({ ...sample, value: shownValue(sample.value) })),
    causes: together(causes.map(({ value, rows }) => ({ value: shownValue(value), rows }))),
  };
}

function shownValue(value: string | null): string | null {
  if (value === null) return null;
  const characters = [...redact(value)];
  const isCut = [...value].length >= CUT && characters.length > KEPT;
  return isCut ? `${characters.slice(0, KEPT).join("")}…` : characters.join("");
}

/** Values that look alike now are one cause; the most frequent stays first. */
function together(causes: RuleResult["causes"]): RuleResult["causes"] {
  const rows = new Map<string | null, number>();
  for (const cause of causes) rows.set(cause.value, (rows.get(cause.value) ?? 0) + cause.rows);
  return [...rows].map(([value, count]) => ({ value, rows: count })).sort((a, b) => b.rows - a.rows);
}

/** Names of columns are the producer's words too: a pivoted table has values for names. */
export function shownColumns(columns: SplitDrop["differences"]): SplitDrop["differences"] {
  const { unknown, missing, retyped, renamed } = columns;
  return {
    unknown: unknown.map(({ name, type }) => ({ name: redact(name), type: redact(type) })),
    missing,
    retyped: retyped.map(({ name, from, to }) => ({ name: redact(name), from: redact(from), to })),
    renamed: renamed.map(({ from, to }) => ({ from, to: redact(to) })),
  };
}

export function shownRefusal({ code, message, cure }: Refusal): Refusal {
  return { code, message: redact(message), cure: redact(cure) };
}
