import type { Entry } from "../../ledger/entry.ts";
import type { Reason, Report, Verdict } from "../../plan/report.ts";
import { HOLD_CODES, REASON_CODES } from "../../plan/report.ts";
import { bytesOf, rowsOf, secondsOf, share } from "./numbers.ts";
import { shownName } from "./object-name.ts";
import { stateStyle, stateWords } from "./states.ts";
import { type Style, styled, type Text, text } from "./text.ts";

export const verdictStyle: Readonly<Record<Verdict, Style>> = {
  ready: "good",
  "ready with warnings": "warn",
  held: "bad",
  rejected: "bad",
};

/** The verdict, what it means for who waits for the data, and which drop it is about. */
export function headLines(report: Report, entry: Entry | null): Text[] {
  const { drop, run } = report;
  const verdict = styled("bold", styled(verdictStyle[report.verdict], report.verdict.toUpperCase()));
  return [
    text`${verdict}  ${styled("bold", report.dataset)}, arrival day ${drop.arrivalDay}`,
    text`${meaning(report, entry)}`,
    ...standLines(report, entry),
    styled(
      "dim",
      text`${shownName(drop.name)}, ${bytesOf(drop.bytes)}, arrived ${drop.arrived}, took ${secondsOf(run.milliseconds.total)}${roundWords(report, entry)}`,
    ),
  ];
}

function meaning({ verdict, rows }: Report, entry: Entry | null): string {
  const clear = `${rowsOf(rows.good - rows.duplicates)} ${outlook(entry)}`;
  const waiting = rows.quarantined > 0 ? `; ${rowsOf(rows.quarantined)} in quarantine, each with its reasons` : "";
  switch (verdict) {
    case "ready":
      return `${waiting === "" ? "All that was promised holds: " : ""}${clear}${waiting}.`;
    case "ready with warnings":
      return `${clear}, with warnings to look at${waiting}.`;
    case "held": {
      const open = entry === null || entry.state === "HELD";
      const why = open ? "Nothing is published until a person decides" : "Nothing of it is published";
      return `${why}: ${rowsOf(rows.good - rows.duplicates)} look good${waiting}.`;
    }
    case "rejected":
      return "The file was refused: none of its rows were read as data, the original is kept.";
  }
}

function outlook(entry: Entry | null): string {
  if (entry?.state === "COMMITTED") return `went into publication ${entry.publication}`;
  return entry === null || entry.state === "READY" ? "can be published" : "look good";
}

/** Where the ledger goes on from the report: what was decided or found since. */
function standLines({ verdict }: Report, entry: Entry | null): Text[] {
  if (entry === null || entry.state === "COMMITTED" || entry.state === "READY") return [];
  if (entry.state.toLowerCase() === verdict && entry.reason?.code !== "REJECTED_BY_HAND") return [];
  return [text`${styled(stateStyle[entry.state], `${entry.state} since then:`)} ${stateWords(entry)}`];
}

function roundWords({ round }: Report, entry: Entry | null): string {
  const by = entry?.history.findLast((step) => step.round === round && step.by !== null)?.by;
  return `${round > 1 ? `, round ${round}` : ""}${by ? `, decided by ${by}` : ""}`;
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
