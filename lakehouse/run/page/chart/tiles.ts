import type { TopLevelSpec } from "vega-lite";
import type { DropState } from "../../../ledger/entry.ts";
import type { DropLine } from "../state.ts";
import { dayOf } from "../words.ts";
import { barsSpec } from "./bars.ts";
import { axisDays } from "./days.ts";

/** From harmless to grave; `none`: nothing arrived, or all that did gave way to something else. */
export const tileKinds = [
  { kind: "none", colour: "var(--tile-none)", words: "nothing arrived" },
  { kind: "published", colour: "var(--tile-published)", words: "published" },
  { kind: "working", colour: "var(--tile-working)", words: "in progress" },
  { kind: "refused", colour: "var(--tile-refused)", words: "rejected" },
  { kind: "held", colour: "var(--tile-held)", words: "held" },
] as const;
type Kind = (typeof tileKinds)[number]["kind"];

const kindOf: Readonly<Record<DropState, Kind>> = {
  CLAIMED: "working",
  LAUNCHED: "working",
  READY: "working",
  HELD: "held",
  COMMITTED: "published",
  REJECTED: "refused",
  POISON: "refused",
  SUPERSEDED: "none",
  DUPLICATE: "none",
  GONE: "none",
};

export interface Tile {
  readonly day: string;
  readonly kind: Kind;
}

/** Each day of the axis with the gravest state of its drops. */
export function worstByDay(drops: readonly Pick<DropLine, "day" | "state">[]): Tile[] {
  const worst = new Map<string, number>();
  for (const { day, state } of drops) {
    const gravity = tileKinds.findIndex(({ kind }) => kind === kindOf[state]);
    worst.set(day, Math.max(worst.get(day) ?? 0, gravity));
  }
  return axisDays(worst.keys()).map((day) => ({ day, kind: tileKinds[worst.get(day) ?? 0]?.kind ?? "none" }));
}

export function tilesSpec(tiles: readonly Tile[]): TopLevelSpec {
  const words = new Map<Kind, string>(tileKinds.map(({ kind, words }) => [kind, words]));
  return barsSpec({
    days: tiles.map(({ day }) => day),
    kinds: tileKinds,
    values: tiles.map(({ day, kind }) => ({ day, kind, value: 1 })),
    notes: new Map(tiles.map(({ day, kind }) => [day, `${dayOf(day)}: ${words.get(kind)}`])),
    width: 300,
    height: 22,
    frame: "bare",
  });
}
