import type { Entry } from "../../ledger/entry.ts";
import { reportPath } from "../../plan/names.ts";
import type { DropRecord } from "../state.ts";
import { type NamedLake, nextSection } from "./next.ts";
import { bytesOf } from "./numbers.ts";
import { shownName } from "./object-name.ts";
import { reportView, spaced, type ViewOptions } from "./report.ts";
import { stateCommands, stateStyle, stateWords } from "./states.ts";
import { styled, type Text, text } from "./text.ts";

/** A drop for a person: its report, or why there is none. */
export function dropView({ entry, report }: DropRecord, options: Omit<ViewOptions, "entry">): Text[] {
  return report ? reportView(report, { ...options, entry }) : entryView(entry, options);
}

const afterReport: ReadonlySet<Entry["state"]> = new Set(["READY", "HELD", "COMMITTED", "REJECTED"]);

/** It could not have come so far without a report, and there is none any more. */
export function hasLostReport({ entry, report }: DropRecord): boolean {
  return report === null && afterReport.has(entry.state);
}

function entryView(entry: Entry, named: NamedLake): Text[] {
  const { dataset, drop, state, reason, round } = entry;
  const { name, arrivalDay, arrived, bytes } = drop;
  const lost = hasLostReport({ entry, report: null });
  const word = styled("bold", styled(stateStyle[state], state));
  return spaced([
    [
      text`${word}  ${styled("bold", dataset)}, arrival day ${arrivalDay}`,
      lost
        ? text`${styled("bad", "Its report is gone:")} ${reportPath(dataset, drop.key, round)}. Its state: ${stateWords(entry)}.`
        : text`There is no report of it: ${stateWords(entry)}.`,
      styled("dim", text`${shownName(name)}, ${bytesOf(bytes)}, arrived ${arrived}`),
    ],
    reason ? [styled("bold", "What to do"), text`  ${reason.cure}`] : [],
    nextSection(lost ? ["sluice ledger verify"] : stateCommands(entry), named),
  ]);
}
