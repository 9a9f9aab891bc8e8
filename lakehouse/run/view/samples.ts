import type { Report, RuleResult } from "../../plan/report.ts";
import { grouped } from "./numbers.ts";
import { failedRules } from "./rules.ts";
import { cut, joined, styled, type Text, text } from "./text.ts";

const shownSamples = 3;
const shownCauses = 4;
const longest = 40;

/** Some offending values of each failed rule with their row numbers; classified columns come masked in the report. */
export function sampleLines(report: Report, width: number): Text[] {
  const lines = failedRules(report).flatMap((rule) => sampleLine(rule).map((line) => cut(line, width)));
  return lines.length === 0
    ? []
    : [text`${styled("bold", "Samples")}  ${styled("dim", "rows count from 0")}`, ...lines];
}

function sampleLine(rule: RuleResult): Text[] {
  if (rule.samples.length === 0) return [];
  const samples = rule.samples.slice(0, shownSamples).map((sample) => {
    const where = sample.path === rule.path || sample.path === "" ? "" : ` ${sample.path} =`;
    return text`${styled("dim", text`row ${grouped(sample.row)}${where}`)} ${value(sample.value)}`;
  });
  const masked = rule.masked ? "  masked" : "";
  const line = text`  ${styled("name", rule.id)}  ${joined(samples, "   ")}${styled("dim", masked)}`;
  return (rule.causes[0]?.rows ?? 0) > 1 ? [line, causeLine(rule)] : [line];
}

function causeLine(rule: RuleResult): Text {
  const causes = rule.causes.slice(0, shownCauses).map((cause) => text`${value(cause.value)} × ${grouped(cause.rows)}`);
  return text`    ${styled("dim", "most often")}  ${joined(causes, "   ")}`;
}

/** NULL, or the value in marks, so that blanks at its ends can be seen. */
function value(shown: string | null): Text {
  return shown === null ? styled("dim", "NULL") : cut(text`‘${shown}’`, longest);
}
