import { moveEntry, type StoredEntry } from "../ledger/entries.ts";
import type { DropState, Entry } from "../ledger/entry.ts";
import { markPending } from "../ledger/pending.ts";
import type { Claim } from "./claim.ts";
import type { Tools } from "./tools.ts";

export type Reason = NonNullable<Entry["reason"]>;
type Ended = Pick<Tools, "objects" | "clock">;

/** Ends the drop without a publication. What people should hear of is marked before, so that a crash cannot lose it. */
export async function end(
  { objects, clock }: Ended,
  entry: StoredEntry,
  state: DropState,
  reason: Reason,
  by: string | null = null,
): Promise<Claim> {
  if (state !== "DUPLICATE" && state !== "SUPERSEDED") await markPending(objects, entry.value, state);
  const moved = await moveEntry(objects, entry, { state, reason, lease: null, job: null }, { at: clock.now(), by });
  return moved ? { kind: "settled", entry: moved } : { kind: "busy", entry };
}

export interface Tried {
  readonly attempts: number;
  /** Where the log of the last attempt is; null: it was no launched job's. */
  readonly log: string | null;
}

export function poison(tools: Ended, entry: StoredEntry, { attempts, log }: Tried): Promise<Claim> {
  return end(tools, entry, "POISON", {
    code: "POISON",
    message: `${attempts} workers took it up and none came back with a report`,
    cure: `look into ${log ?? "the logs of the last attempt"}; \`sluice replay\` tries again`,
  });
}

export const GONE: Reason = {
  code: "GONE",
  message: "the object was deleted before its original was copied",
  cure: "upload it again",
};

export const OVERWRITTEN: Reason = {
  code: "SUPERSEDED",
  message: "the object was overwritten before its original was copied",
  cure: "nothing is to be done: the newer upload is a drop of its own",
};

/** The landing pattern has changed between two events of one object: its report is of the day that was first. */
export function sameDropOf(day: string): Reason {
  return {
    code: "DUPLICATE",
    message: `this very object is a drop of the arrival day ${day}, which a landing pattern of before gave it`,
    cure: "nothing is to be done",
  };
}
