import type { CheckRecord } from "../../ledger/checks.ts";
import { lastPublication } from "../../ledger/log.ts";
import type { Message } from "../../notify/message.ts";
import { logPath } from "../../plan/names.ts";
import type { Plan } from "../../plan/plan.ts";
import { splice } from "../../plan/quote.ts";
import { wholeRange } from "../../plan/warehouse/partition-range.ts";
import { Denied, type Objects, Unavailable, type Warehouse } from "../../ports.ts";
import { quoteTable, statementsOf, targetOf } from "../../publish/context.ts";
import type { UnusualState } from "../page/state.ts";
import { type DatasetState, listDatasets, type ReadableState, readableState } from "../state.ts";
import { newestPlan } from "../table.ts";
import type { Contradiction } from "../verify/contradiction.ts";
import { findDamage } from "../verify/damage.ts";
import { readableChecks, readableMessages } from "../verify/readable.ts";
import { readUnusual } from "./unusual.ts";

/** What a page tells of one dataset, before it is put into words. */
export interface Facts {
  readonly plan: Plan;
  readonly state: ReadableState;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** What checks after publications found, oldest first. */
  readonly checked: readonly CheckRecord[];
  /** What is lost, cannot be read and is left out, or does not add up. */
  readonly damage: readonly Contradiction[];
  /** Counted in the table itself, knowing no log; null: nobody could, or it would not be comparable. */
  readonly table: CountedTable | null;
  /** Null: it is no table of unusual days, or no picture of them is wanted. */
  readonly unusual?: UnusualState | null;
}

export interface CountedTable {
  readonly rows: number;
  readonly partitions: number;
  /** True: publications are done, and the warehouse has no such table. */
  readonly missing: boolean;
}

export interface FactSources {
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  /** Google Cloud project, part of table names in BigQuery. */
  readonly project: string;
  /** Where a picture lies, by its path below the folder of plots, relative to the page; null: nowhere. Absent: no picture is wanted. */
  readonly plotFile?: (path: string) => string | null;
}

export async function readFacts(sources: FactSources, plan: Plan): Promise<Facts> {
  const state = await readableState(sources.objects, plan.dataset);
  const messages = await readableMessages(sources.objects, plan.dataset);
  const checked = await readableChecks(sources.objects, plan.dataset);
  const damage = await findDamage(sources.objects, state);
  const whole = !damage.some(({ where }) => where.startsWith(logPath(plan.dataset, 0).replace(/[^/]+$/, "")));
  const table = whole ? await countTable(sources, plan, state) : null;
  const unusual = sources.plotFile ? await readUnusual(sources, plan, sources.plotFile) : null;
  return { plan, state, messages, checked, damage, table, unusual };
}

/** Plans of datasets that the ledger knows and no contract stands for any more: the last that can be read. */
export async function readLostPlans(objects: Objects, known: readonly Plan[]): Promise<Plan[]> {
  const lost: Plan[] = [];
  for (const dataset of await listDatasets(objects)) {
    if (known.some((plan) => plan.dataset === dataset)) continue;
    const { log, drops } = await readableState(objects, dataset);
    const hashes = [...log.map(({ plan }) => plan).reverse(), ...drops.map(({ entry }) => entry.plan).reverse()];
    const plan = await newestPlan(objects, hashes);
    if (plan) lost.push(plan);
  }
  return lost;
}

/** Only where log and table must agree: none of its publications is on its way, and its partitions do not expire. */
async function countTable(sources: FactSources, plan: Plan, { dataset, log }: DatasetState): Promise<Facts["table"]> {
  const expires = sources.warehouse.dialect === "bigquery" && plan.warehouse.bigquery.timePartitioning.expirationMs;
  const settled = log.some(({ state }) => state === "DONE") && log.every(({ state }) => state !== "PLANNED");
  if (!settled || expires) return null;
  try {
    const counted = await countPartitions(sources, plan);
    const last = (await lastPublication(sources.objects, dataset))?.value;
    // Somebody has published since the log was read.
    const moved = last?.number !== log.at(-1)?.number || last?.state !== log.at(-1)?.state;
    return moved ? null : counted;
  } catch (error) {
    // A page without this number is better than none.
    if (error instanceof Unavailable || error instanceof Denied) return null;
    throw error;
  }
}

async function countPartitions({ warehouse, project }: FactSources, plan: Plan): Promise<CountedTable> {
  if (!(await warehouse.shape(targetOf(plan)))) return { rows: 0, partitions: 0, missing: true };
  const { rowsByPartition, partitionRange } = statementsOf({ plan, warehouse });
  const target = quoteTable({ warehouse, project }, targetOf(plan));
  const counts = await warehouse.query(splice(rowsByPartition, { target, partitionRange: wholeRange(partitionRange) }));
  const rows = counts.reduce((sum, { sluice_rows }) => sum + Number(sluice_rows), 0);
  return { rows, partitions: counts.length, missing: false };
}
