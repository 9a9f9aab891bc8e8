import type { Entry } from "../ledger/entry.ts";
import type { OutputFile } from "../plan/report.ts";
import type { DropRecord } from "./state.ts";

/** Quarantined rows that nobody has brought in: files of one drop. */
export interface Leftover {
  readonly drop: DropRecord;
  readonly files: readonly OutputFile[];
}

export interface Quarantine {
  readonly left: readonly Leftover[];
  /** Replays of its rows that have not ended: what they leave behind is not known yet. */
  readonly underWay: readonly Entry[];
}

/**
 * What a committed drop's quarantine still holds: its own files, but in place of one that was replayed what that replay
 * left behind. To replay a file twice would load rows twice that the first replay had loaded.
 */
export function quarantineOf(drop: DropRecord, drops: readonly DropRecord[]): Quarantine {
  const replays = Map.groupBy(
    drops.filter(({ entry }) => entry.origin),
    ({ entry }) => entry.origin?.uri ?? "",
  );
  const own: OutputFile[] = [];
  const left: Leftover[] = [];
  const underWay: Entry[] = [];
  for (const file of drop.report?.files.quarantined ?? []) {
    const of = replays.get(file.uri) ?? [];
    const open = of.filter(({ entry }) => waits.has(entry.state));
    const committed = of.filter(({ entry }) => entry.state === "COMMITTED");
    underWay.push(...open.map(({ entry }) => entry));
    for (const replay of committed) {
      const rest = quarantineOf(replay, drops);
      left.push(...rest.left);
      underWay.push(...rest.underWay);
    }
    if (!of.some(({ entry }) => settles.has(entry.state) || waits.has(entry.state))) own.push(file);
  }
  return { left: own.length > 0 ? [{ drop, files: own }, ...left] : left, underWay };
}

const waits: ReadonlySet<Entry["state"]> = new Set(["CLAIMED", "LAUNCHED", "READY", "HELD"]);

/** A replay that was refused or given up leaves its rows where they were; one that was superseded had nowhere to go. */
const settles: ReadonlySet<Entry["state"]> = new Set(["COMMITTED", "SUPERSEDED"]);
