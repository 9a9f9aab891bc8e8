import type { Entry } from "../../ledger/entry.ts";
import type { DropState } from "../state.ts";
import { nextSection } from "./next.ts";
import { bytesOf } from "./numbers.ts";
import { reportView, spaced, type ViewOptions } from "./report.ts";
import { stateCommands, stateStyle, stateWords } from "./states.ts";
import { styled, type Text, text } from "./text.ts";

/** A drop for a person: its report, or why there is none. */
export function dropView({ entry, report }: DropState, options: Omit<ViewOptions, "entry">): Text[] {
  return report ? reportView(report, { ...options, entry }) : entryView(entry, options.lake);
}

function entryView(entry: Entry, lake: string): Text[] {
  const { dataset, drop, state, reason } = entry;
  const { name, arrivalDay, arrived, bytes } = drop;
  const word = styled("bold", styled(stateStyle[state], state));
  return spaced([
    [
      text`${word}  ${styled("bold", dataset)}, arrival day ${arrivalDay}`,
      text`There is no report of it: ${stateWords(entry)}.`,
      styled("dim", text`${name}, ${bytesOf(bytes)}, arrived ${arrived}`),
    ],
    reason ? [styled("bold", "What to do"), text`  ${reason.cure}`] : [],
    nextSection(stateCommands(entry), lake),
  ]);
}
