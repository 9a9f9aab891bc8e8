import type { CheckResult, Report } from "../../plan/report.ts";
import { allowed, measuredWords } from "./numbers.ts";
import { table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

const outcomeStyle: Readonly<Record<CheckResult["outcome"], Style>> = {
  passed: "good",
  warned: "warn",
  failed: "bad",
  "not run": "warn",
};

const gravity = { failed: 0, warned: 1, "not run": 2, passed: 3 } as const;

/** What was measured over the whole drop, the failed first. */
export function checkLines({ checks }: Report, width: number): Text[] {
  if (checks.length === 0) return [];
  const sorted = checks.toSorted((a, b) => gravity[a.outcome] - gravity[b.outcome]);
  const notes = sorted.filter((check) => check.note !== null);
  return [
    styled("bold", "Checks of the whole drop"),
    ...table(columns, sorted.map(cells), { width, indent: 2 }),
    ...notes.map((check) => text`  ${styled("dim", text`${check.id}: ${check.note ?? ""}`)}`),
  ];
}

const columns = [
  { title: "check" },
  { title: "severity" },
  { title: "measured", align: "right" },
  { title: "allowed", align: "right" },
  { title: "outcome" },
  { title: "what must hold" },
] as const;

function cells(check: CheckResult): Text[] {
  return [
    styled("name", check.id),
    text`${check.severity}`,
    text`${check.measured === null ? "–" : measuredWords(check.measured, check.threshold)}`,
    text`${allowed(check.threshold)}`,
    styled(outcomeStyle[check.outcome], check.outcome),
    text`${check.description}`,
  ];
}
