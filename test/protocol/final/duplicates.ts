import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { BatchDrop } from "../../../lakehouse/ledger/publication.ts";
import { namePath } from "../../../lakehouse/plan/names.ts";
import type { MemoryRow } from "../../fakes/memory/warehouse.ts";
import { DATASET } from "../contracts.ts";
import { isLater } from "../model/later.ts";
import { goodRows } from "../model/rows.ts";
import { idOf } from "../model/table.ts";
import type { World } from "../world.ts";

/** Whoever was left out as a duplicate: its bytes were published, and nothing older has taken their place. */
export function duplicateProblems(world: World): string[] {
  const { ledger, setup } = world;
  const published = ledger.log(DATASET).flatMap(({ state, drops }) => (state === "DONE" ? drops : []));
  const replaces = setup.policy === "replace" || setup.policy === "keyless";
  return ledger.inState("DUPLICATE").flatMap((entry) => {
    const { key, name } = entry.drop;
    const record = ledger.names.get(namePath(DATASET, name));
    if (replaces && record && isLater(record, entry.drop)) return []; // it, and its twin, had given way to that one
    // Of one time, and uploaded after it: by its generation it came before, and nobody could have known.
    if (replaces && record && record.arrived === entry.drop.arrived) return [];
    const twin = published.find((one) => one.name === name && isSame(world, key, one.key));
    if (!twin) return [`${key} is a DUPLICATE, and nothing with its bytes was ever published`];
    if (!replaces) return rowProblems(world, entry, twin);
    return record && isSame(world, key, record.key)
      ? []
      : [`${key} is a DUPLICATE, and the older ${record?.key} with other bytes is what ${name} holds`];
  });
}

function isSame({ ledger }: World, a: string, b: string): boolean {
  const [left, right] = [ledger.uploads.get(a), ledger.uploads.get(b)];
  return left !== undefined && right !== undefined && Buffer.compare(left.bytes, right.bytes) === 0;
}

/** Had its rows come with it, none of them would have lost to one of its name that is in the table. */
function rowProblems(world: World, { drop }: Entry, twin: BatchDrop): string[] {
  const { ledger, tables, setup } = world;
  const names = new Map(
    [...ledger.entries.values()].map((entry) => [entry.drop.key, entry.origin?.name ?? entry.drop.name]),
  );
  const held = new Map((tables.warehouse.peek(tables.things) ?? []).map((row) => [idOf(row), row]));
  const isNewer = ({ seq }: MemoryRow, other: MemoryRow) =>
    setup.policy === "sequence" && seq !== other.seq ? seq > other.seq : drop.arrived > (other.arrived ?? "");
  return goodRows(world, twin).rows.flatMap((row) => {
    const other = held.get(idOf(row));
    if (!other || other.drop === twin.key || names.get(other.drop ?? "") !== drop.name) return [];
    // Rows of one time are ordered by the keys of their drops, names by generations: both may be right.
    if (other.arrived === twin.arrived) return [];
    if (!isNewer(row, other) || (row.v === other.v && row.seq === other.seq)) return [];
    return [`${drop.key} is a DUPLICATE of ${twin.key}, and ${idOf(row)} is of the older ${other.drop}`];
  });
}
