import type { StoredEntry } from "../ledger/entries.ts";
import { readReportOf } from "../ledger/reports.ts";
import { planHash } from "../plan/canonical.ts";
import { dropKey } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lifts, OutputFile } from "../plan/report.ts";
import type { Arrival } from "./arrival.ts";
import { CannotDecide } from "./decide.ts";
import type { Tools } from "./tools.ts";

/** In place of a bucket's name, in the identity of drops that replay rows. */
export const QUARANTINE = "quarantine";

/**
 * The quarantined rows of a committed drop, as drops of their own: one a file, whatever the plan, so that two people who
 * replay it by two plans at once meet at one entry, and its rows come in once. They keep the arrival of their origin, so
 * that they never override newer rows; the origin's report stays as it was.
 */
export async function replaysOf(
  tools: Pick<Tools, "objects">,
  plan: Plan,
  origin: StoredEntry,
  window: boolean,
): Promise<Arrival[]> {
  const { dataset, drop, round, state } = origin.value;
  if (state !== "COMMITTED") throw new CannotDecide(`${drop.key} is ${state}; rows are replayed of committed drops`);
  const report = await readReportOf(tools.objects, dataset, drop.key, round);
  if (!report) throw new Error(`the report of ${drop.key}, round ${round}, is gone`);
  if (planHash(plan) === report.plan && !window) throw new CannotDecide(unchanged(drop.key));
  // What holds a whole drop (rows expected, share of failures) says nothing of the rows that it left behind.
  const lifts = { window, holds: true };
  return report.files.quarantined.map((file) => replayOf(origin, file, lifts));
}

function unchanged(key: string): string {
  return `the contract has not changed since ${key} was split: its rows would fail again (late rows: --backfill)`;
}

function replayOf({ value }: StoredEntry, file: OutputFile, lifts: Lifts): Arrival {
  const { uri, generation, bytes, crc32c } = file;
  const { key, name, arrived, arrivalDay } = value.drop;
  // A replay of a replay brings rows of the same first object.
  const origin = {
    key: value.origin?.key ?? key,
    name: value.origin?.name ?? name,
    round: value.round,
    uri,
    generation,
  };
  return {
    key: dropKey({ bucket: QUARANTINE, name: uri, generation }),
    bucket: QUARANTINE,
    name: uri,
    generation,
    bytes,
    crc32c,
    arrived,
    arrivalDay,
    origin,
    lifts,
  };
}
