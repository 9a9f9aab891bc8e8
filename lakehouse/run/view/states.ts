import type { DropState, Entry } from "../../ledger/entry.ts";
import { BROKEN_CODES, LIFTED_CODES } from "../../plan/report.ts";
import { type Style, type Text, text } from "./text.ts";

// Where a drop stands, in words that are the same everywhere.

export const stateStyle: Readonly<Record<DropState, Style>> = {
  CLAIMED: "warn",
  LAUNCHED: "warn",
  READY: "warn",
  HELD: "bad",
  COMMITTED: "good",
  REJECTED: "bad",
  SUPERSEDED: "dim",
  DUPLICATE: "dim",
  GONE: "bad",
  POISON: "bad",
};

/** Ended as it should, though nothing of it is published. */
export function isLeftOut({ state }: Pick<Entry, "state">): boolean {
  return state === "DUPLICATE" || state === "SUPERSEDED";
}

/** What its state means, as the rest of a sentence about it. */
export function stateWords({ state, publication, attempt, job, reason }: Entry): Text {
  switch (state) {
    case "COMMITTED":
      return text`published in publication ${publication ?? 0}`;
    case "READY":
      return text`waits for the next publication`;
    case "CLAIMED":
      return text`a worker has it, attempt ${attempt}`;
    case "LAUNCHED":
      return text`a launched host has it, job ${job ?? ""}`;
    default:
      return text`${reason?.message ?? state.toLowerCase()}`;
  }
}

/** What a person may do about it; nothing where it goes on, or has ended, by itself. */
export function stateCommands({ state, drop, dataset, reason }: Entry): string[] {
  const { key } = drop;
  switch (state) {
    case "HELD":
      return [`sluice ${isLifted(reason) ? "hold accept" : "replay"} ${key}`, `sluice hold reject ${key}`];
    case "REJECTED":
    case "POISON":
      return isBroken(reason) ? [] : [`sluice replay ${key}`];
    case "CLAIMED":
    case "LAUNCHED":
    case "READY":
      return ["sluice reconcile", `sluice status ${dataset}`];
    default:
      return [];
  }
}

function isBroken(reason: Entry["reason"]): boolean {
  const broken: readonly string[] = BROKEN_CODES;
  return reason !== null && broken.includes(reason.code);
}

/** A hold that no person can lift ends by a new contract, or not at all. */
function isLifted(reason: Entry["reason"]): boolean {
  const lifted: readonly string[] = LIFTED_CODES;
  return reason === null || lifted.includes(reason.code);
}
