import type { Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { checkLines } from "./checks.ts";
import { countLines } from "./counts.ts";
import { differenceLines } from "./differences.ts";
import { headLines, reasonLines } from "./head.ts";
import { type NamedLake, nextSection, reportCommands } from "./next.ts";
import { placeLines } from "./places.ts";
import { ruleLines } from "./rules.ts";
import { sampleLines } from "./samples.ts";
import { type Text, text } from "./text.ts";

/** Paths and commands are shown as they are in this lake. */
export interface ViewOptions extends NamedLake {
  readonly width: number;
  /** False: nothing of the drop was kept (`--validate-only`), so that there is no place to show. */
  readonly kept: boolean;
  /** Where the drop stands now; null: nobody asked the ledger. */
  readonly entry: Entry | null;
}

/** A report for a person: the verdict first, then why, then where the rows are and what to do. */
export function reportView(report: Report, options: ViewOptions): Text[] {
  const sections = [
    headLines(report, options.entry),
    countLines(report),
    reasonLines(report),
    ruleLines(report, options.width),
    sampleLines(report, options.width),
    checkLines(report, options.width),
    differenceLines(report, options.width),
    placeLines(report, options),
    nextSection(options.kept ? reportCommands(report, options.entry) : [], options),
  ];
  return spaced(sections);
}

/** Sections with a blank line between those that say something. */
export function spaced(sections: readonly (readonly Text[])[]): Text[] {
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? [text``, ...lines] : lines));
}
