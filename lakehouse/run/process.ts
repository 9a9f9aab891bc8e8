import type { StoredEntry } from "../ledger/entries.ts";
import { readPlan } from "../ledger/plans.ts";
import { readReportOf } from "../ledger/reports.ts";
import type { Plan } from "../plan/plan.ts";
import type { Report } from "../plan/report.ts";
import type { ObjectMeta } from "../ports.ts";
import { duplicateOf } from "../publish/reasons.ts";
import type { Arrival } from "./arrival.ts";
import { type Claim, claim, isNoFaultOfTheDrop, letGo, nextAttempt, takeOver } from "./claim.ts";
import { end, GONE, OVERWRITTEN, type Reason } from "./ends.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { isOver, type Launchable, launch } from "./launch.ts";
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
  /** Somebody else has it now, or it is aside. */
  readonly busy: boolean;
  /** It waits in the backlog, which hands it over. */
  readonly aside: boolean;
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

/** What a worker found out about its drop, before the entry says so. */
type Found =
  | { readonly kind: "ended"; readonly state: "GONE" | "SUPERSEDED" | "DUPLICATE"; readonly reason: Reason }
  | { readonly kind: "large"; readonly original: ObjectMeta }
  | { readonly kind: "split"; readonly report: Report };

/** Copying and comparing originals takes as long as splitting may: signs of life are shown from the start. */
async function work(tools: Tools, entry: StoredEntry, progress: SplitProgress): Promise<Claim> {
  const heart = startHeartbeat(tools, entry);
  const signals = [heart.lost, ...(progress.signal ? [progress.signal] : [])];
  try {
    const found = await findOut(tools, entry, { ...progress, signal: AbortSignal.any(signals) });
    if (found.kind === "large") return await handOver(tools, { entry, original: found.original, release: heart.stop });
    const present = await heart.stop();
    return present ? conclude(tools, present, found) : { kind: "busy", entry };
  } catch (error) {
    const present = await heart.stop();
    if (heart.lost.aborted) return { kind: "busy", entry };
    if (progress.signal?.aborted || isNoFaultOfTheDrop(error)) await letGo(tools, present);
    throw error;
  }
}

async function findOut(tools: Tools, entry: StoredEntry, progress: SplitProgress): Promise<Found> {
  const known = await reportOf(tools, entry);
  if (known) return { kind: "split", report: known };
  const original = await keepOriginal(tools.objects, entry);
  if (original === "gone") return { kind: "ended", state: "GONE", reason: GONE };
  if (original === "overwritten") return { kind: "ended", state: "SUPERSEDED", reason: OVERWRITTEN };
  const twin = await findDuplicate(tools, entry, original);
  if (twin) return { kind: "ended", state: "DUPLICATE", reason: duplicateOf(twin) };
  if (Number(original.bytes) > tools.launchAboveBytes) return { kind: "large", original };
  return { kind: "split", report: await splitRound(tools, await attemptOf(tools, entry, original), progress) };
}

function conclude(tools: Tools, entry: StoredEntry, found: Exclude<Found, { kind: "large" }>): Promise<Claim> {
  if (found.kind === "ended") return end(tools, entry, found.state, found.reason);
  return settle(tools, entry, found.report);
}

/** The drop shows signs of life until it is handed over, alone or with others. */
async function handOver(tools: Tools, drop: Launchable): Promise<Claim> {
  if (tools.backlog) return tools.backlog.add(drop);
  const [handed] = await launch(tools, [drop]);
  if (handed && "claim" in handed) return handed.claim;
  throw handed?.fault;
}

async function attemptOf({ objects }: Tools, { value }: StoredEntry, original: ObjectMeta): Promise<Attempt> {
  const { drop, origin, lifts, round, attempt } = value;
  const { bytes: _bytes, crc32c: _crc32c, ...identity } = drop;
  const facts = { ...identity, replay: origin !== null, lifts };
  return {
    plan: await readPlan(objects, value.plan, value.dataset),
    planHash: value.plan,
    facts,
    original,
    round,
    attempt,
  };
}

function reportOf({ objects }: Pick<Tools, "objects">, { value }: StoredEntry): Promise<Report | null> {
  return readReportOf(objects, value.dataset, value.drop.key, value.round);
}

async function processed(tools: Tools, claimed: Claim, worked: boolean): Promise<Processed> {
  const { entry, kind } = claimed;
  const busy = kind === "busy" || kind === "launched";
  return { entry, report: await reportOf(tools, entry), worked, busy, aside: tools.backlog?.has(entry) ?? false };
}
