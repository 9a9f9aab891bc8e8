import { inChunks } from "../ledger/chunks.ts";
import { clearMarkers, placeOf, readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked, unmark } from "../ledger/markers.ts";
import { readName } from "../ledger/names.ts";
import { readPlan } from "../ledger/plans.ts";
import type { BatchDrop, Publication } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import { readReportOf } from "../ledger/reports.ts";
import { UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { type BatchLimits, byArrival, chooseBatch, nameOf } from "./batch.ts";
import { begin } from "./begin.ts";
import type { PublishTools } from "./context.ts";
import type { Chosen } from "./one-name.ts";
import { findTwins } from "./twins.ts";

/** Entries that were seen READY, by key. May be kept as long as nobody else publishes: only publications end READY. */
export type Seen = Map<string, Entry>;

/** The next publication, or null: nothing is ready. */
export async function prepareNext(
  tools: PublishTools,
  dataset: string,
  last: Publication | null,
  seen: Seen,
  limits: BatchLimits,
): Promise<Publication | null> {
  const ready = (await readyEntries(tools.objects, dataset, seen)).sort(byArrival);
  return prepareFrom(tools, last, ready, limits);
}

/** A drop whose report cannot be read waits, and the others go on as if it were not ready: the reconciler tells of it. */
async function prepareFrom(
  tools: PublishTools,
  last: Publication | null,
  ready: readonly Entry[],
  limits: BatchLimits,
): Promise<Publication | null> {
  const [oldest] = ready;
  if (!oldest) return null;
  const { dataset } = oldest;
  const plan = await readPlan(tools.objects, oldest.plan, dataset);
  const names = await namesOf(
    tools.objects,
    dataset,
    ready.filter((entry) => entry.plan === oldest.plan),
  );
  const most = Math.min(limits.drops, last?.abort?.limit ?? limits.drops);
  const twins = await findTwins(tools, dataset, ready, names);
  const batch = chooseBatch(ready, { names, twins }, plan.publish.onReupload, { ...limits, drops: most });
  if (batch.drops.length === 0 && batch.passedOver.length === 0) return null;
  const found = await inChunks(batch.drops, (chosen) => batchDrop(tools.objects, chosen));
  const drops = found.filter((drop) => drop !== null);
  if (drops.length < found.length) {
    const waits = new Set(batch.drops.flatMap(({ entry }, at) => (found[at] ? [] : entry)));
    const others = ready.filter((entry) => !waits.has(entry));
    return prepareFrom(tools, last, others, limits);
  }
  return begin(tools, last, {
    dataset,
    environment: oldest.environment,
    plan: oldest.plan,
    drops,
    passedOver: [...batch.passedOver],
    inputs: [],
  });
}

/**
 * A slow worker may mark what has ended meanwhile; nobody else comes by to take that mark away. An entry that cannot be
 * read waits, and the others go on: the reconciler tells of it.
 */
async function readyEntries(objects: Objects, dataset: string, seen: Seen): Promise<Entry[]> {
  const places = await listMarked(objects, "ready", dataset);
  const unknown = places.filter(({ key }) => !seen.has(key));
  for (const { value } of (await readableEntries(objects, unknown)).entries) {
    if (value.state === "READY") seen.set(value.drop.key, value);
    else if (isTerminal(value.state)) await clearMarkers(objects, value);
    else if (value.state === "HELD") await unmark(objects, "ready", placeOf(value));
  }
  return places.flatMap(({ key }) => seen.get(key) ?? []);
}

async function namesOf(
  objects: Objects,
  dataset: string,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, NameRecord>> {
  const names = [...new Set(entries.map(nameOf))];
  const read = await inChunks(names, async (name) => [name, await readName(objects, dataset, name)] as const);
  return new Map(read.flatMap(([name, record]) => (record ? [[name, record] as const] : [])));
}

/** Null: its report is gone, or cannot be read. */
async function batchDrop(objects: Objects, { entry, former }: Chosen): Promise<BatchDrop | null> {
  const { dataset, key, day } = placeOf(entry);
  const report = await readReportOf(objects, dataset, key, entry.round).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
  if (!report) return null;
  return {
    key,
    day,
    round: entry.round,
    name: nameOf(entry),
    arrived: entry.drop.arrived,
    good: report.rows.good,
    duplicates: report.rows.duplicates,
    files: report.files.good.map(({ uri, generation, rows }) => ({ uri, generation, rows })),
    partitions: report.partitions.map(({ id, rows }) => ({ id, rows })),
    former,
  };
}
