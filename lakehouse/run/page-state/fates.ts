import type { Entry } from "../../ledger/entry.ts";
import type { Publication } from "../../ledger/publication.ts";
import type { Report } from "../../plan/report.ts";
import { loadFailed } from "../../publish/reasons.ts";
import type { DatasetState, DropRecord } from "../state.ts";

/** A drop and what became of it by the log: entries follow the log, and a page may be made in between. */
export interface Fate {
  readonly entry: Entry;
  /** Of its present round. */
  readonly report: Report | null;
  readonly state: Entry["state"];
  readonly reason: Entry["reason"];
  /** That loaded it. */
  readonly publication: Publication | null;
  /** Number of the publication in which its rows gave way to a newer upload of its object. */
  readonly replacedIn: number | null;
}

/** By arrival, as the state has them. */
export function fatesOf({ drops, log }: DatasetState): Fate[] {
  const done = log.filter(({ state }) => state === "DONE");
  const loadedBy = new Map(done.flatMap((publication) => publication.drops.map(({ key }) => [key, publication])));
  const replacedIn = new Map(
    done.flatMap(({ number, decision }) => (decision?.formerDrops ?? []).map((key) => [key, number])),
  );
  return drops.map((drop) => {
    const { key } = drop.entry.drop;
    const publication = loadedBy.get(key) ?? null;
    const end: End = publication ? { state: "COMMITTED", reason: null } : (passedOver(drop, log) ?? drop.entry);
    const { entry, report } = drop;
    const { state, reason } = end;
    return { entry, report, state, reason, publication, replacedIn: replacedIn.get(key) ?? null };
  });
}

type End = Pick<Entry, "state" | "reason">;

/** What a finished publication says of a drop that it did not load, where the entry does not say so yet. */
function passedOver({ entry }: DropRecord, log: readonly Publication[]): End | null {
  if (entry.state !== "READY") return null;
  const isThis = ({ key, round }: { readonly key: string; readonly round: number }) =>
    key === entry.drop.key && round === entry.round;
  for (const publication of log) {
    const over = publication.state === "DONE" && publication.passedOver.find(isThis);
    if (over) return { state: over.becomes, reason: over.reason };
    const { abort, drops } = publication;
    if (abort?.culprits.includes(entry.drop.key) && drops.some(isThis)) {
      return { state: "HELD", reason: loadFailed(abort.message) };
    }
  }
  return null;
}

/** Its good rows were published and have not given way to a newer upload. */
export function isLive({ state, replacedIn }: Fate): boolean {
  return state === "COMMITTED" && replacedIn === null;
}

/** Its rows came from outside; a replay brings rows that were there before. */
export function isFirstHand({ entry }: Fate): boolean {
  return entry.origin === null;
}

/** Rows of a replay still count where they are, in quarantine. */
export function isWaiting(fate: Fate): boolean {
  return isFirstHand(fate) && (fate.state === "READY" || fate.state === "HELD");
}

export function keyOf({ entry }: Fate): string {
  return entry.drop.key;
}
