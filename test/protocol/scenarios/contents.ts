import type { Random } from "../../property/random.ts";
import type { Content, Thing } from "../content.ts";
import { DATASET } from "../contracts.ts";

const DAYS = ["2026-03-08", "2026-03-09", "2026-03-10"];
const LATE_DAY = "2026-03-01";

/** What is special about a drop. */
export type Kind =
  | "sound"
  | "warned"
  | "some bad"
  | "held"
  | "late"
  | "poison"
  | "refused"
  | "deadly"
  | "empty"
  | "all bad";

/** A name in landing. */
export function nameOf(letter: string): string {
  return `${DATASET}/dt=2026-03-10/${letter}.parquet`;
}

/** Rows whose keys meet those of other drops, and what is wrong with them. */
export function contentOf(random: Random, kind: Kind, note: string): Content {
  const things = kind === "empty" ? [] : rowsOf(random, kind);
  // A new plan mends half of what is wrong; the rest is wrong for good.
  const below = random.pick([2, 9]);
  return {
    things,
    refusedBelow: kind === "refused" ? below : 0,
    poisonBelow: kind === "poison" ? below : 0,
    deadlyBelow: kind === "deadly" ? below : 0,
    note,
  };
}

function rowsOf(random: Random, kind: Kind): Thing[] {
  const sound = Array.from({ length: random.between(2, 4) }, () => thing(random, random.between(0, 99)));
  switch (kind) {
    case "warned":
      return [...sound, thing(random, 150)];
    case "some bad":
      return [thing(random, random.pick([-5, -50])), ...sound];
    case "held":
      return [...sound, ...sound.map(({ day }) => ({ ...thing(random, random.pick([-5, -50])), day }))];
    case "late":
      return [...sound, { ...thing(random, 7), day: LATE_DAY }];
    case "all bad":
      return [thing(random, -5), thing(random, -5)];
    default:
      return random.next() < 0.2 ? [...sound, ...sound.slice(0, 1)] : sound;
  }
}

function thing(random: Random, v: number): Thing {
  return { id: random.between(1, 5), day: random.pick(DAYS), v, seq: random.between(1, 4) };
}
