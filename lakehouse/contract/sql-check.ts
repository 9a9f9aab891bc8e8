import type { Report } from "./lint.ts";
import { portableSqlFaults } from "./portable-sql.ts";
import { derivedId, dropCheck, type QualityRule, type Tests } from "./quality-rule.ts";
import { queryFault } from "./sql-text.ts";
import { readThreshold } from "./threshold.ts";

const NONE: Tests = { rules: [], checks: [] };

/** A check in SQL: one number or boolean over the drop's good rows, or over the table after publication. */
export function sqlCheck(rule: QualityRule, report: Report): Tests {
  const { at, on, derived } = rule;
  const threshold = readThreshold(at, report, true);
  const text = at.text("query");
  const where = at.get("query")?.place ?? at.place;
  if (text === null) return NONE;
  const fault = queryFault(text) ?? placeholderFault(text, on !== null);
  if (fault) {
    report("sql-invalid", where, fault, "write one SELECT over {object} that gives one number or boolean");
    return NONE;
  }
  if (on && !on.top) {
    report("rule-level", where, "{property} is a top-level column in SQL", "move the rule to the schema object");
    return NONE;
  }
  const when = readWhen(rule, report);
  const query = text
    .trim()
    .replace(/;\s*$/, "")
    .replaceAll("{property}", on?.path ?? "");
  // After publication the warehouse runs it in its own dialect; before, the laptop and the cloud must agree. Of a
  // derived table no drop is checked: its checks run in every warehouse.
  const faults = when === "drop" || derived ? portableSqlFaults(query) : [];
  for (const { message, cure } of faults) report("sql-not-portable", where, message, cure);
  if (!threshold || faults.length > 0) return NONE;
  const sentence = `the result of its query over ${when === "drop" ? "the drop" : "the table"} is as expected`;
  return {
    rules: [],
    checks: [dropCheck(rule, derivedId(rule, "sql"), { kind: "sql", query, when }, threshold, sentence)],
  };
}

function readWhen({ settings, derived }: QualityRule, report: Report): "drop" | "afterPublish" {
  const when = settings.choice("when", ["drop", "afterPublish"], derived ? "afterPublish" : "drop");
  if (!derived || when === "afterPublish") return when;
  const where = settings.peek("when")?.place;
  if (where) report("derived-rule", where, "a derived table takes no drops", "write afterPublish, or remove `when`");
  return "afterPublish";
}

/** `{object}` is the table, `{property}` the column that the rule stands on; nothing else is filled in. */
function placeholderFault(sql: string, onProperty: boolean): string | null {
  const names = [...sql.matchAll(/\$?\{\s*(\w*)\s*\}/g)].map(([whole]) => whole);
  const unknown = names.find((name) => name !== "{object}" && !(onProperty && name === "{property}"));
  if (unknown) return `nothing is filled in for ${unknown}`;
  return names.includes("{object}") ? null : "the query does not read {object}";
}
