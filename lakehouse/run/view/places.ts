import { objectUrl, rawPath, reportPath } from "../../plan/names.ts";
import type { OutputFile, Report } from "../../plan/report.ts";
import { bytesOf, rowsOf } from "./numbers.ts";
import type { ViewOptions } from "./report.ts";
import { styled, type Text, text } from "./text.ts";

const shownFiles = 3;

/** Where the rows are, as paths that can be opened. */
export function placeLines(report: Report, { lake, kept }: ViewOptions): Text[] {
  if (!kept) return [styled("dim", "Only validated: nothing was kept.")];
  const { dataset, drop, files, round } = report;
  return [
    styled("bold", "Where it is"),
    ...fileLines("good", files.good, lake),
    ...fileLines("quarantine", files.quarantined, lake),
    place("original", objectUrl(lake, rawPath(dataset, drop.arrivalDay, drop.key)), bytesOf(drop.bytes)),
    place("report", objectUrl(lake, reportPath(dataset, drop.key, round)), ""),
  ];
}

function fileLines(label: string, files: readonly OutputFile[], lake: string): Text[] {
  const shown = files.slice(0, shownFiles);
  const lines = shown.map((file, index) => {
    return place(index === 0 ? label : "", objectUrl(lake, file.uri), `${rowsOf(file.rows)}, ${bytesOf(file.bytes)}`);
  });
  const more = files.length - shown.length;
  return more > 0 ? [...lines, place("", `… and ${more} more, listed in the report`, "")] : lines;
}

function place(label: string, path: string, note: string): Text {
  return text`  ${label.padEnd(10)}  ${path}  ${styled("dim", note)}`;
}
