import { moveEntry, placeOf, type StoredEntry } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import { mark } from "../ledger/markers.ts";
import { readReportsOf } from "../ledger/reports.ts";
import type { Report } from "../plan/report.ts";
import type { Objects } from "../ports.ts";
import type { Claim } from "./claim.ts";
import { end, sameDropOf } from "./ends.ts";
import type { Tools } from "./tools.ts";

/**
 * The entry follows the round's report, from exactly what this worker wrote: a failed compare-and-swap means that
 * somebody else owns the drop. The publisher's marker comes first, or nobody would see a drop whose worker died here.
 */
export async function settle(
  tools: Pick<Tools, "objects" | "clock">,
  entry: StoredEntry,
  report: Report,
): Promise<Claim> {
  const { objects, clock } = tools;
  const at = clock.now();
  const other = await otherDayOf(objects, report, entry.value);
  if (other) return end(tools, entry, "DUPLICATE", sameDropOf(other));
  if (report.verdict === "rejected") return end(tools, entry, "REJECTED", firstReason(report));
  if (report.verdict === "held") return end(tools, entry, "HELD", firstReason(report));
  await mark(objects, "ready", placeOf(entry.value));
  const change = { state: "READY", lease: null, job: null, ready: readyOf(report), reason: null } as const;
  const moved = await moveEntry(objects, entry, change, { at });
  return moved ? { kind: "settled", entry: moved } : { kind: "busy", entry };
}

/**
 * A round has one report: of two entries of one object only that of the report's own day goes on. One that was given up
 * without a report, and is replayed, finds that the other has written one of a round before.
 */
async function otherDayOf(objects: Objects, report: Report, { dataset, drop, round }: Entry): Promise<string | null> {
  const reports = round > 1 ? [report, ...(await readReportsOf(objects, dataset, drop.key))] : [report];
  return reports.map((one) => one.drop.arrivalDay).find((day) => day !== drop.arrivalDay) ?? null;
}

function firstReason({ reasons, verdict }: Report): NonNullable<Entry["reason"]> {
  const [reason] = reasons;
  if (!reason) throw new Error(`a report says ${verdict} and not why`);
  return reason;
}

export function readyOf({ files, partitions, rows, verdict }: Report): NonNullable<Entry["ready"]> {
  return {
    files: files.good.length,
    bytes: String(files.good.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n)),
    rows: rows.good,
    partitions: partitions.map(({ id }) => id),
    notable: rows.quarantined > 0 || verdict === "ready with warnings",
  };
}
