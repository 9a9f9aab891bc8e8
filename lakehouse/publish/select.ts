import { clearMarkers, placeOf, readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked, unmark } from "../ledger/markers.ts";
import { readName } from "../ledger/names.ts";
import { readPlan } from "../ledger/plans.ts";
import type { BatchDrop, Publication } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import { readReportOf } from "../ledger/reports.ts";
import type { Objects } from "../ports.ts";
import { type BatchLimits, byArrival, type Chosen, chooseBatch, nameOf } from "./batch.ts";
import type { PublishTools } from "./context.ts";
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
  const [oldest] = ready;
  if (!oldest) return null;
  const plan = await readPlan(tools.objects, oldest.plan);
  const names = await namesOf(
    tools.objects,
    dataset,
    ready.filter((entry) => entry.plan === oldest.plan),
  );
  const most = Math.min(limits.drops, last?.abort?.limit ?? limits.drops);
  const twins = await findTwins(tools, dataset, ready, names);
  const batch = chooseBatch(ready, { names, twins }, plan.publish.onReupload, { ...limits, drops: most });
  if (batch.drops.length === 0 && batch.passedOver.length === 0) return null;
  return {
    format: "sluice/publication/1",
    dataset,
    environment: oldest.environment,
    number: (last?.number ?? 0) + 1,
    plan: oldest.plan,
    location: tools.warehouse.location,
    created: tools.clock.now(),
    committed: null,
    drops: await Promise.all(batch.drops.map((chosen) => batchDrop(tools.objects, chosen))),
    passedOver: [...batch.passedOver],
    inputs: [],
    state: "PREPARED",
    shape: null,
    load: 0,
    decision: null,
    jobs: {},
    counts: null,
    abort: null,
    stuck: null,
  };
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
  const read = await Promise.all(names.map(async (name) => [name, await readName(objects, dataset, name)] as const));
  return new Map(read.flatMap(([name, record]) => (record ? [[name, record] as const] : [])));
}

async function batchDrop(objects: Objects, { entry, former }: Chosen): Promise<BatchDrop> {
  const { dataset, key, day } = placeOf(entry);
  const report = await readReportOf(objects, dataset, key, entry.round);
  if (!report) throw new Error(`the drop ${key} is READY and the report of its round ${entry.round} is gone`);
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
