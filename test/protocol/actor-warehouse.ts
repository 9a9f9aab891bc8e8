import type { Warehouse } from "../../lakehouse/ports.ts";
import type { Actor } from "./actor.ts";

/** The warehouse as one actor sees it: every call waits for its turn. */
export function warehouseOf(actor: Actor, warehouse: Warehouse): Warehouse {
  const ask = <T>(what: string, effect: () => Promise<T>) => actor.call(what, effect);
  const change = (what: string, effect: () => Promise<void>) => actor.call(what, effect, { writes: true, again: true });
  const { dialect, location, partitionsPerCopy } = warehouse;
  return {
    dialect,
    location,
    partitionsPerCopy,
    insert: (id, labels, spec) => change(`insert ${id}`, () => warehouse.insert(id, labels, spec)),
    job: (id) => ask(`job ${id}`, () => warehouse.job(id)),
    shape: (table) => ask(`shape ${table.table}`, () => warehouse.shape(table)),
    widen: (table, columns) => change(`widen ${table.table}`, () => warehouse.widen(table, columns)),
    rows: (table) => ask(`rows ${table.table}`, () => warehouse.rows(table)),
    query: (text) => ask("query", () => warehouse.query(text)),
    tables: (dataset) => ask(`tables ${dataset}`, () => warehouse.tables(dataset)),
    drop: (table) => change(`drop ${table.table}`, () => warehouse.drop(table)),
  };
}
