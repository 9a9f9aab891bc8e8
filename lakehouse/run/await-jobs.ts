import { placeOf, type StoredEntry } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import { reportPath } from "../plan/names.ts";
import type { JobLog } from "../ports.ts";
import { awaitDrop } from "./await-drop.ts";
import { openBacklog } from "./backlog.ts";
import { concurrently } from "./concurrently.ts";
import { readAgain } from "./find-drop.ts";
import { askedOnce, type Handed, isOver } from "./launch.ts";
import { type Processed, resumeDrop } from "./process.ts";
import type { SplitProgress } from "./split.ts";
import type { Tools } from "./tools.ts";

/** Who waits for launched hosts, and hears what becomes of their drops: each is told once. */
export interface Watcher {
  /** Called before each new look at a job. */
  onWait(job: string, reports: number, drops: number): void;
  /** A job is over and so many of its drops have no report: they go to the next job, or are given up. */
  onSilent(job: string, drops: number, log: JobLog): void;
  /** A drop is READY, HELD or at its end. */
  onDone(processed: Processed): void;
  onFault(entry: Entry, fault: Error): void;
  readonly signal?: AbortSignal;
}

const firstPauseMs = 100;
const longestPauseMs = 1_000;
const dropsAtOnce = 4;

/** Waits for what was handed over, until no drop is anybody's any more. */
export async function awaitHanded(tools: Tools, handed: readonly Handed[], watcher: Watcher): Promise<void> {
  const entries = handed.flatMap((one) => ("claim" in one ? [one.claim.entry] : []));
  for (const one of handed) if ("fault" in one) watcher.onFault(one.drop.entry.value, errorOf(one.fault));
  // A drop without a job was somebody else's before it could be handed over.
  const { "": others = [], ...jobs } = Object.groupBy(entries, ({ value }) => value.job ?? "");
  await Promise.all([
    ...Object.entries(jobs).map(([job, drops = []]) => awaitJob(tools, job, drops, watcher)),
    concurrently(others, dropsAtOnce, (entry) => seeThrough(tools, entry, watcher)),
  ]);
  watcher.signal?.throwIfAborted();
}

/** What keeps it from waiting is the fault of each drop that is left. */
async function awaitJob(tools: Tools, job: string, drops: readonly StoredEntry[], watcher: Watcher): Promise<void> {
  let left = drops;
  try {
    for (let pause = firstPauseMs; left[0]; pause = Math.min(pause * 2, longestPauseMs)) {
      const over = await isOver(tools, left[0]); // before the reports: none is written after it
      left = await settleReported(tools, left, watcher);
      if (over || left.length === 0) break;
      watcher.onWait(job, drops.length - left.length, drops.length);
      await tools.clock.sleep(pause, watcher.signal);
      watcher.signal?.throwIfAborted();
    }
    if (left.length > 0) watcher.onSilent(job, left.length, await tools.launcher.log(job));
  } catch (error) {
    for (const { value } of left) watcher.onFault(value, errorOf(error));
    return;
  }
  await goOnWithout(tools, left, watcher);
}

/** The drops that have no report yet. */
async function settleReported(
  tools: Tools,
  drops: readonly StoredEntry[],
  watcher: Watcher,
): Promise<readonly StoredEntry[]> {
  const waiting = await concurrently(drops, dropsAtOnce, async (entry) => {
    const { dataset, drop, round } = entry.value;
    const report = await orFault(entry, watcher, () => tools.objects.stat(reportPath(dataset, drop.key, round)));
    if (report === null) return [entry];
    if (report !== "fault") await seeThrough(tools, entry, watcher);
    return [];
  });
  return waiting.flat();
}

/** All of them go to the next job before any is waited for. */
async function goOnWithout(tools: Tools, drops: readonly StoredEntry[], watcher: Watcher): Promise<void> {
  const backlog = openBacklog(tools);
  const asked = { ...tools, backlog, launcher: askedOnce(tools.launcher) };
  const others: StoredEntry[] = [];
  try {
    await concurrently(drops, dropsAtOnce, (entry) =>
      orFault(entry, watcher, async () => {
        const present = await resumeDrop(
          asked,
          await readAgain(tools.objects, placeOf(entry.value)),
          progressOf(watcher),
        );
        if (!present.busy) watcher.onDone(present);
        else if (!present.aside) others.push(present.entry);
      }),
    );
    const handed = await backlog.handOver();
    await Promise.all([
      awaitHanded(tools, handed, watcher),
      concurrently(others, dropsAtOnce, (entry) => seeThrough(tools, entry, watcher)),
    ]);
  } finally {
    await backlog.close();
  }
}

function seeThrough(tools: Tools, entry: StoredEntry, watcher: Watcher): Promise<unknown> {
  return orFault(entry, watcher, async () => {
    const present = await resumeDrop(tools, await readAgain(tools.objects, placeOf(entry.value)), progressOf(watcher));
    watcher.onDone(await awaitDrop(tools, present, progressOf(watcher)));
  });
}

async function orFault<Result>(
  { value }: StoredEntry,
  watcher: Watcher,
  work: () => Promise<Result>,
): Promise<Result | "fault"> {
  try {
    watcher.signal?.throwIfAborted();
    return await work();
  } catch (error) {
    watcher.onFault(value, errorOf(error));
    return "fault";
  }
}

function progressOf({ signal }: Watcher): SplitProgress {
  return signal ? { signal } : {};
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
