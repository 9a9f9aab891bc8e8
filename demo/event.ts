import type { Report, RuleResult } from "../lakehouse/plan/report.ts";
import { verdictStyle } from "../lakehouse/run/view/head.ts";
import { grouped } from "../lakehouse/run/view/numbers.ts";
import { failedRules } from "../lakehouse/run/view/rules.ts";
import { joined, padded, styled, type Text, text } from "../lakehouse/run/view/text.ts";

/** One drop was dealt with. */
export interface DropEvent {
  /** Seconds since the first drop was taken up. */
  readonly at: number;
  readonly report: Report;
}

const WIDTHS = { time: 7, dataset: 12, day: 10, verdict: "ready with warnings".length, rows: 23 };

/** Names the columns of the lines below it. */
export function eventHead(): Text {
  const { time, dataset, day, verdict, rows } = WIDTHS;
  const sum = "rows = good + bad".padStart(rows);
  const titles = ["time".padStart(time), "dataset".padEnd(dataset), "day".padEnd(day), "verdict".padEnd(verdict), sum];
  return styled("dim", titles.join("  "));
}

/** `1.2 s  flights  2001-01-05  ready  16,550 = 16,548 + 2  the reason`. */
export function eventLine({ at, report }: DropEvent): Text {
  const parts = [
    padded(styled("dim", `${at.toFixed(1)} s`), WIDTHS.time, "right"),
    padded(styled("name", report.dataset), WIDTHS.dataset),
    padded(text`${report.drop.arrivalDay}`, WIDTHS.day),
    padded(styled(verdictStyle[report.verdict], report.verdict), WIDTHS.verdict),
    padded(rowsOf(report), WIDTHS.rows, "right"),
    mainReason(report),
  ];
  return joined(parts, "  ");
}

function rowsOf({ rows }: Report): Text {
  if (rows.in === null) return styled("dim", "none were read");
  const bad = grouped(rows.quarantined).padStart(5);
  return text`${grouped(rows.in)} = ${grouped(rows.good).padStart(6)} + ${rows.quarantined > 0 ? styled("warn", bad) : bad}`;
}

/** What a person would ask about first: why it was stopped, else what failed most, else nothing. */
function mainReason(report: Report): Text {
  const { duplicates } = report.rows;
  const left = duplicates > 0 ? [text`${countOf(duplicates, "duplicate row", "duplicate rows")} left out`] : [];
  return joined([...gravest(report), ...left], "; ");
}

function gravest(report: Report): Text[] {
  const [reason] = report.reasons;
  if (reason && (report.verdict === "rejected" || report.verdict === "held")) {
    return [text`${reason.message} ${styled("dim", "→")} ${reason.cure}`];
  }
  const failed = failedRules(report);
  const rule =
    failed.find(({ outcome }) => outcome === "warned") ?? failed.find(({ outcome }) => outcome === "quarantined");
  if (rule) return [broken(rule)];
  return reason ? [text`${reason.message}`] : [];
}

function broken({ failed, description }: RuleResult): Text {
  return text`${countOf(failed, "row breaks", "rows break")} “${description}”`;
}

function countOf(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
