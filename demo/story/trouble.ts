import type { Processed } from "../../lakehouse/run/process.ts";
import type { EventKind } from "./event.ts";
import type { Plot } from "./plot.ts";

/** Why a morning's drop is not as every day, and what must become of it. */
export interface Trouble {
  readonly kind: EventKind;
  readonly what: string;
  expects(drop: Processed): boolean;
}

/** Null: the plot has nothing for this drop. */
export function troubleOf(plot: Plot, dataset: string, day: number): Trouble | null {
  return dataset === "flights" ? flightsTrouble(plot, day) : pingsTrouble(plot, day);
}

function flightsTrouble({ partial }: Plot, day: number): Trouble | null {
  if (day !== partial) return null;
  return { kind: "held", what: "the file ends at noon: half a day looks like a quiet day", expects: inState("HELD") };
}

function pingsTrouble(plot: Plot, day: number): Trouble | null {
  if (day === plot.truncated) {
    return { kind: "corrupt file", what: "the upload broke off", expects: inState("REJECTED") };
  }
  if (day === plot.storm) {
    return {
      kind: "held",
      what: "a solar storm: a third of the phones find no satellite and send an accuracy of −1",
      expects: inState("HELD"),
    };
  }
  if (day === plot.dirty) {
    return { kind: "bad rows", what: "everything that goes wrong in the field, on one day", expects: hasBadRows };
  }
  if (plot.strict.includes(day)) {
    return { kind: "bad rows", what: strictWords(plot, day), expects: hasBadRows };
  }
  if (day >= plot.newColumn && day <= plot.columnDeployed) {
    return { kind: "new column", what: newColumnWords(plot, day), expects: warns };
  }
  return null;
}

function strictWords({ strict }: Plot, day: number): string {
  return day === strict[0]
    ? "some phones know where they are to some kilometres only, which is true"
    : "the same again";
}

function newColumnWords({ newColumn }: Plot, day: number): string {
  return day === newColumn ? "the phones' new app sends `battery`, which no contract knows" : "and again";
}

function inState(state: string): Trouble["expects"] {
  return ({ entry }) => entry.value.state === state;
}

function hasBadRows({ report }: Processed): boolean {
  return (report?.rows.quarantined ?? 0) > 0;
}

function warns({ report }: Processed): boolean {
  return report?.verdict === "ready with warnings" && report.rows.quarantined === 0;
}
