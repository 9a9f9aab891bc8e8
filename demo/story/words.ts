import type { Entry } from "../../lakehouse/ledger/entry.ts";
import type { Report } from "../../lakehouse/plan/report.ts";
import { grouped, rowsOf } from "../../lakehouse/run/view/numbers.ts";

/** What became of a drop, in words; `loaded`: rows of its publication. */
export function outcomeWords(entry: Entry, report: Report | null, loaded: number): string {
  const { state, reason } = entry;
  if (state === "HELD") return `HELD, nothing of it is loaded until a person decides: ${reason?.message ?? "?"}`;
  if (state === "REJECTED") return `REJECTED as ${reason?.code ?? "?"}: ${reason?.message ?? "?"}`;
  if (!report) return state;
  const { quarantined } = report.rows;
  if (quarantined > 0) {
    return `${rowsOf(quarantined)} wait in quarantine for ${rulesOf(report)}, ${grouped(loaded)} are loaded`;
  }
  const [warning] = report.reasons;
  return warning ? `all rows are loaded, with a warning: ${warning.message}` : `${rowsOf(loaded)} loaded`;
}

/** The rule that most rows failed, and how many others there are. */
function rulesOf({ rules }: Report): string {
  const failed = rules
    .filter(({ outcome }) => outcome === "quarantined" || outcome === "exceeded")
    .sort((a, b) => b.failed - a.failed);
  const others = failed.length - 1;
  return `${failed[0]?.id ?? "no rule"}${others > 0 ? ` and ${others} other ${others === 1 ? "rule" : "rules"}` : ""}`;
}
