import type { MemoryRow } from "../../fakes/memory/warehouse.ts";
import { isNewer } from "../../fakes/memory/warehouse-rows.ts";
import { DATASET, DERIVED } from "../contracts.ts";
import { rowsByDay } from "../model/derived.ts";
import { goodRows } from "../model/rows.ts";
import { expectedTable, idOf } from "../model/table.ts";
import type { World } from "../world.ts";

/** The tables hold exactly what the uploads and the log imply, row by row. */
export function rowProblems(world: World): string[] {
  const { ledger, tables, setup } = world;
  const log = ledger.log(DATASET);
  const held = tables.warehouse.peek(tables.things) ?? [];
  const expected = expectedTable(world, log);
  const problems = differences("the table", held, expected.rows);
  for (const { number, counts } of log) {
    const wanted = expected.counts.get(number);
    if (!wanted || !counts) continue;
    const { bytesScanned: _bytes, ...counted } = counts;
    if (JSON.stringify(sorted(counted)) === JSON.stringify(sorted(wanted))) continue;
    problems.push(`publication ${number} counts ${JSON.stringify(counted)}, and came to ${JSON.stringify(wanted)}`);
  }
  const sums = [...expected.counts.values()];
  const grown = sums.reduce((sum, { loaded, updated, replaced }) => sum + loaded - updated - replaced, 0);
  if (grown !== held.length) problems.push(`the table holds ${held.length} rows, and the log adds up to ${grown}`);
  problems.push(...orderProblems(world, held));
  if (setup.derived) {
    const days = tables.warehouse.peek(tables.days) ?? [];
    problems.push(
      ...differences(
        `the table of ${DERIVED}`,
        days,
        rowsByDay(held, () => true),
      ),
    );
  }
  return problems;
}

/** Where the order of batches does not matter: the newest row of each key, or the newest upload of each name. */
function orderProblems(world: World, held: readonly MemoryRow[]): string[] {
  const { policy } = world.setup;
  const committed = world.ledger.inState("COMMITTED");
  const grown = committed.map(({ drop, round }) => goodRows(world, { key: drop.key, day: drop.arrivalDay, round }));
  if (policy === "merge" || policy === "sequence") {
    const newest = new Map<string, MemoryRow>();
    for (const row of grown.flatMap(({ rows }) => rows)) {
      const other = newest.get(idOf(row));
      if (!other || isNewer(row, other, policy === "sequence" ? "seq" : null)) newest.set(idOf(row), row);
    }
    return differences("whatever the order, the table", held, [...newest.values()]);
  }
  if (policy === "hold") return [];
  const names = [...world.ledger.names.values()];
  const live = new Set(names.flatMap(({ key, replays }) => [key, ...replays]));
  const stale = held.filter(({ drop }) => !live.has(drop ?? ""));
  if (stale.length > 0) return [`the table holds ${stale.length} rows of superseded drops`];
  // With a key a row that lost to another name's does not come back when that one is replaced.
  if (policy === "replace") return [];
  const rows = grown.flatMap((one) => (live.has(one.key) ? one.rows : []));
  return differences("whatever the order, the table", held, rows);
}

function differences(what: string, held: readonly MemoryRow[], wanted: readonly MemoryRow[]): string[] {
  const [left, right] = [held.map(textOf).sort(), wanted.map(textOf).sort()];
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  const surplus = left.filter((row) => !right.includes(row));
  const lacking = right.filter((row) => !left.includes(row));
  return [`${what} has ${left.length} rows instead of ${right.length}; surplus ${surplus}; lacking ${lacking}`];
}

/** A column that a row came without is NULL. */
function textOf(row: MemoryRow): string {
  return JSON.stringify(sorted(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))));
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
