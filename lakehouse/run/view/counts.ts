import type { Report } from "../../plan/report.ts";
import { grouped, share } from "./numbers.ts";
import { padded, styled, type Text, text } from "./text.ts";

/** Rows are conserved: in = good + quarantined, and of the good ones the duplicates are left out of the files. */
export function countLines({ rows }: Report): Text[] {
  if (rows.in === null) return [];
  const total = rows.in;
  const lines: [label: string, count: number, note: Text][] = [
    ["rows in", rows.in, text``],
    ["good", rows.good, text`${share(rows.good, total)}`],
    ["quarantined", rows.quarantined, text`${share(rows.quarantined, total)}`],
  ];
  if (rows.duplicates > 0) lines.push(["duplicates", rows.duplicates, text`of the good rows; left out of the files`]);
  const numbers = lines.map(([, count]) => grouped(count).length);
  const wide = Math.max(...numbers);
  const bottom = rows.in === rows.good + rows.quarantined ? [] : [conflict(rows)];
  return [
    styled("bold", "Rows"),
    ...lines.map(([label, count, note]) => {
      return text`  ${padded(text`${label}`, 12)}${padded(text`${grouped(count)}`, wide, "right")}  ${styled("dim", note)}`;
    }),
    ...bottom,
  ];
}

/** Never seen as long as the engine keeps its promise; a report that breaks it must not look well. */
function conflict(rows: Report["rows"]): Text {
  const [all, good, quarantined] = [rows.in ?? 0, rows.good, rows.quarantined].map(grouped);
  return styled("bad", `  ${all} rows in are not ${good} good + ${quarantined} quarantined: report this`);
}
