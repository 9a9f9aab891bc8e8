import type { Report } from "../../plan/report.ts";
import { checkLines } from "./checks.ts";
import { countLines } from "./counts.ts";
import { differenceLines } from "./differences.ts";
import { headLines, reasonLines } from "./head.ts";
import { nextLines, placeLines } from "./places.ts";
import { ruleLines } from "./rules.ts";
import { sampleLines } from "./samples.ts";
import { type Text, text } from "./text.ts";

export interface ViewOptions {
  readonly width: number;
  /** The lake as the reader would type it: paths and commands are shown with it. */
  readonly lake: string;
  /** False: nothing of the drop was kept (`--validate-only`), so that there is no place to show. */
  readonly kept: boolean;
}

/** A report for a person: the verdict first, then why, then where the rows are and what to do. */
export function reportView(report: Report, options: ViewOptions): Text[] {
  const sections = [
    headLines(report),
    countLines(report),
    reasonLines(report),
    ruleLines(report, options.width),
    sampleLines(report, options.width),
    checkLines(report, options.width),
    differenceLines(report, options.width),
    placeLines(report, options),
    nextLines(report, options),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? [text``, ...lines] : lines));
}
