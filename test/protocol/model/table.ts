import type { Publication, PublishedCounts } from "../../../lakehouse/ledger/publication.ts";
import type { MemoryRow } from "../../fakes/memory/warehouse.ts";
import { isNewer } from "../../fakes/memory/warehouse-rows.ts";
import type { World } from "../world.ts";
import { type Grown, goodRows } from "./rows.ts";

export interface Expected {
  readonly rows: readonly MemoryRow[];
  /** Of each publication that is done, by number. */
  readonly counts: ReadonlyMap<number, Omit<PublishedCounts, "bytesScanned">>;
}

/** The table that the log implies, from the uploads themselves: naive, row by row, one drop after another. */
export function expectedTable(world: World, log: readonly Publication[]): Expected {
  const table = new Map<string, MemoryRow>();
  const counts = new Map<number, Omit<PublishedCounts, "bytesScanned">>();
  const present = new Map<string, Grown>();
  for (const publication of log) {
    if (publication.state !== "DONE") continue;
    counts.set(publication.number, publish(world, publication, table, present));
  }
  return { rows: [...table.values()], counts };
}

function publish(
  world: World,
  { drops }: Publication,
  table: Map<string, MemoryRow>,
  present: Map<string, Grown>,
): Omit<PublishedCounts, "bytesScanned"> {
  const { policy } = world.setup;
  const batch = drops.map((drop) => goodRows(world, drop));
  const replaces = policy === "replace" || policy === "keyless";
  const former = new Set<string>();
  for (const grown of batch) {
    const before = present.get(grown.name);
    if (!replaces || grown.isReplay) before?.drops.push(grown.key);
    else for (const key of before?.drops ?? []) former.add(key);
    if (!before || !grown.isReplay) present.set(grown.name, { ...grown, drops: [grown.key] });
  }
  const arriving = newestOf(
    batch.flatMap(({ rows }) => rows),
    policy,
  );
  const sums = { updated: 0, inserted: 0, replaced: 0 };
  for (const [id, row] of [...table]) {
    if (!former.has(row.drop ?? "") || arriving.has(id)) continue;
    table.delete(id);
    sums.replaced += 1;
  }
  for (const [id, row] of arriving) {
    const held = table.get(id);
    if (held && !former.has(held.drop ?? "") && !isNewer(row, held, policy === "sequence" ? "seq" : null)) continue;
    table.set(id, row);
    sums[held ? "updated" : "inserted"] += 1;
  }
  const good = batch.reduce((sum, one) => sum + one.good, 0);
  const loaded = sums.inserted + sums.updated;
  return { good, loaded, duplicates: good - loaded, updated: sums.updated, replaced: sums.replaced };
}

/** One row of a key, the newest; without a key all. */
function newestOf(rows: readonly MemoryRow[], policy: World["setup"]["policy"]): Map<string, MemoryRow> {
  const newest = new Map<string, MemoryRow>();
  for (const row of rows) {
    const held = newest.get(idOf(row));
    if (!held || isNewer(row, held, policy === "sequence" ? "seq" : null)) newest.set(idOf(row), row);
  }
  return newest;
}

/** Without a key a row is itself alone. */
export function idOf({ key, drop, row }: MemoryRow): string {
  return key ?? `${drop} ${row}`;
}
