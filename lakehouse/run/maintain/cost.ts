import { keepWeekCost } from "../../notify/outbox/week-cost.ts";
import { DATAFLOW_PRICES } from "../../plan/dataflow/prices.ts";
import { MACHINE } from "../../plan/dataflow/sizing.ts";
import { COSTS_TABLE, type HistoryRow } from "../../plan/history/tables.ts";
import { type DatasetCost, type Maintained, STORED_ZONES } from "../../plan/maintain.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days } from "../../plan/step.ts";
import { STORAGE_PRICES, storageCost } from "../../plan/storage-prices.ts";
import { QUERY_PRICE, queryCost } from "../../plan/warehouse/prices.ts";
import type { Objects } from "../../ports.ts";
import { logFault } from "../log-fault.ts";
import { isOver, type TimeBox } from "../time-box.ts";
import { changedDrops, dropRows } from "./drops.ts";
import { mergeRows } from "./merge-rows.ts";
import { changedPublications, publicationRow } from "./publications.ts";
import { eachOf, type MaintainTools, namesOf, wordsOf } from "./tools.ts";

const DAY_MS = 86_400_000;

/** What each dataset cost on these days, at list price, as far as the ledger knows; a row of the history each. */
export async function costs(
  tools: MaintainTools,
  plans: readonly Plan[],
  days: Days,
  { at, time }: { readonly at: string; readonly time: TimeBox },
): Promise<Maintained<"cost">> {
  const { objects } = tools;
  const length = Math.round((Date.parse(days.before) - Date.parse(days.from)) / DAY_MS);
  const left: string[] = [];
  const faults: string[] = [];
  const found: DatasetCost[] = [];
  await eachOf(tools, namesOf(plans), faults, async (dataset) => {
    if (isOver(time)) return void left.push(dataset);
    found.push(await costOf(objects, dataset, days, length));
  });
  await eachOf(tools, namesOf(found), faults, (dataset) => keepForDigest(objects, found, dataset, days));
  const rows = found.map((one) => costRow(one, { days, length, at }));
  await mergeRows(tools, COSTS_TABLE, rows, time).catch((error: unknown) => {
    logFault(tools.log, error);
    faults.push(wordsOf(error));
  });
  return {
    days,
    left,
    faults,
    prices: { queries: QUERY_PRICE.place, dataflow: DATAFLOW_PRICES.place, storage: STORAGE_PRICES.place },
    datasets: found,
    dollars: found.reduce((sum, { dollars }) => sum + dollars, 0),
  };
}

async function costOf(objects: Objects, dataset: string, days: Days, length: number): Promise<DatasetCost> {
  const publications = (await changedPublications(objects, dataset, days)).map(publicationRow);
  const bytesScanned = publications.reduce((sum, { bytes_scanned }) => sum + (bytes_scanned ?? 0), 0);
  const drops = await dropRows(objects, await changedDrops(objects, dataset, days));
  const seconds = drops.reduce((sum, { host, split_seconds }) => sum + (host === "beam" ? (split_seconds ?? 0) : 0), 0);
  const hours = seconds / 3600;
  const bytes = await storedBytes(objects, dataset);
  const [queries, dataflow, storage] = [
    queryCost(bytesScanned),
    hours * vcpuHourPrice(),
    storageCost(bytes.raw + bytes.staging + bytes.quarantine, length),
  ];
  return {
    dataset,
    queries: { bytesScanned, dollars: queries },
    dataflow: { hours, dollars: dataflow },
    storage: { bytes, dollars: storage },
    dollars: queries + dataflow + storage,
  };
}

async function keepForDigest(
  objects: Objects,
  found: readonly DatasetCost[],
  dataset: string,
  days: Days,
): Promise<void> {
  for (const one of found.filter((cost) => cost.dataset === dataset)) {
    const { queries, dataflow, storage, dollars } = one;
    const parts = { queries: queries.dollars, dataflow: dataflow.dollars, storage: storage.dollars, dollars };
    await keepWeekCost(objects, dataset, { days, ...parts });
  }
}

/** A drop is worked on by one vCPU, which has its part of the machine's memory. */
function vcpuHourPrice(): number {
  const { vcpuHour, gibHour } = DATAFLOW_PRICES.batch;
  return vcpuHour + (MACHINE.gib / MACHINE.vcpus) * gibHour;
}

async function storedBytes(objects: Objects, dataset: string): Promise<DatasetCost["storage"]["bytes"]> {
  const sums = { raw: 0, staging: 0, quarantine: 0 };
  for (const zone of STORED_ZONES) {
    for (const { bytes } of await objects.list(`${zone}/${dataset}/`)) sums[zone] += Number(bytes);
  }
  return sums;
}

interface Span {
  readonly days: Days;
  readonly length: number;
  readonly at: string;
}

function costRow(
  { dataset, queries, dataflow, storage, dollars }: DatasetCost,
  { days, length, at }: Span,
): HistoryRow<typeof COSTS_TABLE> {
  return {
    day: days.from,
    days: length,
    dataset,
    bytes_scanned: queries.bytesScanned,
    query_dollars: queries.dollars,
    dataflow_hours: dataflow.hours,
    dataflow_dollars: dataflow.dollars,
    raw_bytes: storage.bytes.raw,
    staging_bytes: storage.bytes.staging,
    quarantine_bytes: storage.bytes.quarantine,
    storage_dollars: storage.dollars,
    dollars,
    seen: at,
  };
}
