import { listTold, type Pending } from "../ledger/pending.ts";
import type { Objects, Row, Warehouse } from "../ports.ts";
import { type DatasetState, type DropRecord, publishedSums, readState } from "./state.ts";

/**
 * What must be the same however often workers died and batches were cut: final states and counts of drops, sums, rows of
 * the warehouse, facts that were mailed. No publication numbers, attempts, times or random names.
 */
export interface CanonicalState {
  readonly datasets: readonly {
    readonly dataset: string;
    readonly drops: readonly CanonicalDrop[];
    /** Rows that are in the table; good rows that lost to newer ones; good rows of uploads that others replaced. */
    readonly sums: { readonly loaded: number; readonly duplicates: number; readonly replaced: number };
    readonly rows: readonly string[];
    /** Facts that stand in messages, `HELD 1 <object name>`. */
    readonly told: readonly string[];
  }[];
}

interface CanonicalDrop {
  readonly name: string;
  readonly arrivalDay: string;
  readonly arrived: string;
  readonly bytes: string;
  readonly crc32c: string;
  readonly state: string;
  readonly round: number;
  readonly reason: string | null;
  readonly rows: {
    readonly in: number | null;
    readonly good: number;
    readonly quarantined: number;
    readonly duplicates: number;
  } | null;
}

export interface StateSources {
  readonly objects: Objects;
  readonly warehouse: Pick<Warehouse, "query">;
  /** SELECT of the whole table of a dataset; null: it has none yet. */
  tableOf(dataset: string): string | null;
}

export async function canonicalState(sources: StateSources, datasets: readonly string[]): Promise<CanonicalState> {
  const states = await Promise.all([...datasets].sort().map((dataset) => readState(sources.objects, dataset)));
  return { datasets: await Promise.all(states.map((state) => canonicalDataset(sources, state))) };
}

async function canonicalDataset({ objects, warehouse, tableOf }: StateSources, state: DatasetState) {
  const { dataset, drops, log } = state;
  const told = await listTold(objects, dataset);
  const table = tableOf(dataset);
  const names = namesByKey(state);
  // An upload that another of its name replaced is gone, whether it was published before or never.
  const replaced = new Set(log.flatMap(({ decision }) => decision?.formerDrops ?? []));
  const isLive = ({ entry }: DropRecord) => entry.state === "COMMITTED" && !replaced.has(entry.drop.key);
  const isGone = ({ entry }: DropRecord) => entry.state === "SUPERSEDED" || replaced.has(entry.drop.key);
  const loaded = publishedSums(log).inTable;
  return {
    dataset,
    drops: drops.map((drop) => canonicalDrop(drop, isGone(drop))).sort(byText),
    // Rows of a derived table come from no drops.
    sums: {
      loaded,
      duplicates: drops.length > 0 ? goodOf(drops.filter(isLive)) - loaded : 0,
      replaced: goodOf(drops.filter(isGone)),
    },
    rows: table ? (await warehouse.query(table)).map((row) => canonicalRow(row, names)).sort() : [],
    told: toldOf(
      told,
      drops.filter((drop) => !isGone(drop)),
    ),
  };
}

/** `HELD 1 flights/dt=…`: the facts that stand in messages. */
function toldOf(told: readonly Pending[], drops: readonly DropRecord[]): string[] {
  const names = new Map(drops.map(({ entry }) => [entry.drop.key, entry.origin?.name ?? entry.drop.name]));
  return told
    .flatMap(({ key, round, state }) => (names.has(key) ? [`${state} ${round} ${names.get(key)}`] : []))
    .sort();
}

function goodOf(drops: readonly DropRecord[]): number {
  return drops.reduce((sum, { report }) => sum + (report?.rows.good ?? 0), 0);
}

function canonicalDrop({ entry, report }: DropRecord, gone: boolean): CanonicalDrop {
  const { name, arrivalDay, arrived, bytes, crc32c } = entry.drop;
  const { state, round, reason } = entry;
  return {
    name: entry.origin ? `replay of ${entry.origin.name}` : name,
    arrivalDay,
    arrived,
    bytes,
    crc32c,
    state: gone ? "SUPERSEDED" : state,
    round,
    reason: gone ? null : (reason?.code ?? null),
    // Whether it was split before it was found out depends on what had been published by then.
    rows: state === "DUPLICATE" ? null : (report?.rows ?? null),
  };
}

/** Keys hold generations, which differ between two runs of the same drops; names and arrivals do not. */
function namesByKey({ drops }: DatasetState): ReadonlyMap<string, string> {
  return new Map(
    drops.map(({ entry }) => [entry.drop.key, `${entry.origin?.name ?? entry.drop.name} of ${entry.drop.arrived}`]),
  );
}

function canonicalRow(row: Row, names: ReadonlyMap<string, string>): string {
  const drop = row.sluice_drop;
  return JSON.stringify({ ...row, ...(typeof drop === "string" && { sluice_drop: names.get(drop) ?? drop }) });
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
