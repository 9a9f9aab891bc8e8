import type { RowCounts, Sums } from "../../../lakehouse/run/page/state.ts";
import type { World, WorldDrop, WorldRow } from "./world.ts";

/** Row by row: `RowCounts` without what only a model can know, since publications count their drops together. */
export function naiveCounts(drops: readonly WorldDrop[]): Omit<RowCounts, "undivided"> {
  const rows = drops.flatMap((drop) => drop.rows.filter(counts));
  const at = (...places: WorldRow["place"][]) => rows.filter(({ place }) => places.includes(place)).length;
  return {
    rowsIn: rows.length,
    loaded: at("table", "overwritten"),
    quarantined: at("quarantined"),
    duplicates: at("lost"),
    waiting: at("waiting"),
  };
}

/** A replay that is not committed brings nothing yet: its rows are in quarantine where they were. */
function counts({ place, drop }: WorldRow): boolean {
  if (place === "again" || place === "gone" || place === "nowhere") return false;
  return place !== "waiting" || drop.replayOf === null;
}

export function loadedOf({ rows }: WorldDrop): number {
  return rows.filter(({ place }) => place === "table" || place === "overwritten").length;
}

export function naiveReplayed({ drops }: World): number {
  return drops.flatMap(({ rows }) => rows).filter(({ place }) => place === "again").length;
}

/** Rows in on one side, what became of them on the other. */
export function sides(counts: RowCounts): [number, number] {
  const { rowsIn, loaded, quarantined, duplicates, undivided, waiting } = counts;
  return [rowsIn, loaded + quarantined + duplicates + undivided + waiting];
}

export function inTable({ published, updated, replaced }: Sums): number {
  return published - updated - replaced;
}
