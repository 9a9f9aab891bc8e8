import type { Reason, Report, Verdict } from "../../plan/report.ts";
import { HOLD_CODES, REASON_CODES } from "../../plan/report.ts";
import { bytesOf, rowsOf, secondsOf, share } from "./numbers.ts";
import { type Style, styled, type Text, text } from "./text.ts";

export const verdictStyle: Readonly<Record<Verdict, Style>> = {
  ready: "good",
  "ready with warnings": "warn",
  held: "bad",
  rejected: "bad",
};

/** The verdict, what it means for who waits for the data, and which drop it is about. */
export function headLines(report: Report): Text[] {
  const { drop, run } = report;
  const verdict = styled("bold", styled(verdictStyle[report.verdict], report.verdict.toUpperCase()));
  return [
    text`${verdict}  ${styled("bold", report.dataset)}, arrival day ${drop.arrivalDay}`,
    text`${meaning(report)}`,
    styled(
      "dim",
      text`${drop.name}, ${bytesOf(drop.bytes)}, arrived ${drop.arrived}, took ${secondsOf(run.milliseconds.total)}`,
    ),
  ];
}

function meaning({ verdict, rows }: Report): string {
  const clear = rowsOf(rows.good - rows.duplicates);
  const waiting = rows.quarantined > 0 ? `; ${rowsOf(rows.quarantined)} in quarantine, each with its reasons` : "";
  switch (verdict) {
    case "ready":
      return `${waiting === "" ? "All that was promised holds: " : ""}${clear} can be published${waiting}.`;
    case "ready with warnings":
      return `${clear} can be published, with warnings to look at${waiting}.`;
    case "held":
      return `Nothing is published until a person decides: ${clear} look good${waiting}.`;
    case "rejected":
      return "The file was refused: none of its rows were read as data, the original is kept.";
  }
}

export function reasonLines(report: Report): Text[] {
  if (report.reasons.length === 0) return [];
  return [
    styled("bold", report.verdict === "rejected" ? "Why it was refused" : "Why"),
    ...report.reasons.flatMap(reason),
  ];
}

function reason({ code, message, cure }: Reason): Text[] {
  return [text`  ${styled(reasonStyle(code), code)}  ${message}`, text`    ${styled("dim", "→")} ${cure}`];
}

function reasonStyle(code: Reason["code"]): Style {
  const grave: readonly string[] = [...REASON_CODES, ...HOLD_CODES];
  return grave.includes(code) ? "bad" : "warn";
}

/** One line for a drop among many: `held  device_pings  12 of 4,000 rows quarantined (0.30 %)  name`. */
export function verdictWords({ verdict, rows, reasons }: Report): Text {
  const said = styled(verdictStyle[verdict], verdict);
  const code = verdict === "ready" ? "" : (reasons[0]?.code ?? "");
  if (rows.in === null) return text`${said}  ${code}`;
  const bad =
    rows.quarantined > 0 ? `, ${rowsOf(rows.quarantined)} quarantined (${share(rows.quarantined, rows.in)})` : "";
  return text`${said}  ${rowsOf(rows.in)}${bad}${code === "" ? "" : `, ${code}`}`;
}
