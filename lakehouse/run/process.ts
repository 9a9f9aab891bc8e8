import { moveEntry, type StoredEntry } from "../ledger/entries.ts";
import { readPlan } from "../ledger/plans.ts";
import { readReportOf } from "../ledger/reports.ts";
import type { Plan } from "../plan/plan.ts";
import type { Report } from "../plan/report.ts";
import type { ObjectMeta } from "../ports.ts";
import type { Arrival } from "./arrival.ts";
import { type Claim, claim, nextAttempt, takeOver } from "./claim.ts";
import { duplicateOf, end, GONE, OVERWRITTEN } from "./ends.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { isOver, launch } from "./launch.ts";
import { findDuplicate, keepOriginal } from "./original.ts";
import { settle } from "./settle.ts";
import { type Attempt, type SplitProgress, splitRound } from "./split.ts";
import type { Tools } from "./tools.ts";

/** Where a drop stands when a worker lets go of it. */
export interface Processed {
  readonly entry: StoredEntry;
  /** Of the entry's round; null: none was written, or not yet. */
  readonly report: Report | null;
  /** This call brought it there. */
  readonly worked: boolean;
  /** Somebody else has it now. */
  readonly busy: boolean;
}

/** One drop, from its arrival to READY, HELD or its end. Called again for the same drop it finds what was done. */
export async function processDrop(
  tools: Tools,
  plan: Plan,
  arrival: Arrival,
  progress: SplitProgress = {},
): Promise<Processed> {
  return goOn(tools, await claim(tools, plan, arrival), progress);
}

/** A drop that has its entry: after a crash, a decision, or a launched job. */
export async function resumeDrop(tools: Tools, entry: StoredEntry, progress: SplitProgress = {}): Promise<Processed> {
  return goOn(tools, await takeOver(tools, entry), progress);
}

/** A drop that this worker has just begun a new round of. */
export async function workOn(tools: Tools, entry: StoredEntry, progress: SplitProgress = {}): Promise<Processed> {
  return processed(tools, await work(tools, entry, progress), true);
}

async function goOn(tools: Tools, claimed: Claim, progress: SplitProgress): Promise<Processed> {
  const mine = claimed.kind === "launched" ? await afterLaunch(tools, claimed.entry) : claimed;
  if (mine.kind !== "mine") return processed(tools, mine, mine !== claimed);
  return workOn(tools, mine.entry, progress);
}

/** A report ends the wait whatever became of the job; a job that ended without one gives way to the next attempt. */
async function afterLaunch(tools: Tools, entry: StoredEntry): Promise<Claim> {
  const report = await reportOf(tools, entry);
  if (report) return settle(tools, entry, report);
  if (!(await isOver(tools, entry))) return { kind: "launched", entry };
  const late = await reportOf(tools, entry); // written between the first look and the job's end
  return late ? settle(tools, entry, late) : nextAttempt(tools, entry);
}

async function work(tools: Tools, entry: StoredEntry, progress: SplitProgress): Promise<Claim> {
  const known = await reportOf(tools, entry);
  if (known) return settle(tools, entry, known);
  const original = await keepOriginal(tools.objects, entry);
  if (original === "gone") return end(tools, entry, "GONE", GONE);
  if (original === "overwritten") return end(tools, entry, "SUPERSEDED", OVERWRITTEN);
  const twin = await findDuplicate(tools, entry, original);
  if (twin) return end(tools, entry, "DUPLICATE", duplicateOf(twin));
  if (Number(original.bytes) > tools.launchAboveBytes) return launch(tools, { entry, original });
  return splitHere(tools, entry, original, progress);
}

async function splitHere(
  tools: Tools,
  entry: StoredEntry,
  original: ObjectMeta,
  progress: SplitProgress,
): Promise<Claim> {
  const heart = startHeartbeat(tools, entry);
  const signals = [heart.lost, ...(progress.signal ? [progress.signal] : [])];
  try {
    const attempt = await attemptOf(tools, entry, original);
    const report = await splitRound(tools, attempt, { ...progress, signal: AbortSignal.any(signals) });
    const present = await heart.stop();
    return present ? settle(tools, present, report) : { kind: "busy", entry };
  } catch (error) {
    if (heart.lost.aborted) return { kind: "busy", entry };
    if (progress.signal?.aborted) await letGo(tools, await heart.stop());
    throw error;
  } finally {
    await heart.stop();
  }
}

/** A worker that was told to stop gives its claim back: the next one need not wait, and no attempt is used up. */
async function letGo(tools: Tools, entry: StoredEntry | null): Promise<void> {
  if (entry) await moveEntry(tools.objects, entry, { lease: null }, { at: tools.clock.now() });
}

async function attemptOf({ objects }: Tools, { value }: StoredEntry, original: ObjectMeta): Promise<Attempt> {
  const { drop, origin, lifts, round, attempt } = value;
  const { bytes: _bytes, crc32c: _crc32c, ...identity } = drop;
  const facts = { ...identity, replay: origin !== null, lifts };
  return { plan: await readPlan(objects, value.plan), planHash: value.plan, facts, original, round, attempt };
}

function reportOf({ objects }: Pick<Tools, "objects">, { value }: StoredEntry): Promise<Report | null> {
  return readReportOf(objects, value.dataset, value.drop.key, value.round);
}

async function processed(tools: Tools, claimed: Claim, worked: boolean): Promise<Processed> {
  const { entry, kind } = claimed;
  return { entry, report: await reportOf(tools, entry), worked, busy: kind === "busy" || kind === "launched" };
}
