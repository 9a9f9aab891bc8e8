import type { BatchDrop } from "../../../lakehouse/ledger/publication.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { MemoryRow } from "../../fakes/memory/warehouse.ts";
import { type Content, type Division, decodeContent, divide, versionOf } from "../content.ts";
import { DATASET } from "../contracts.ts";
import type { Terms } from "../watch/terms.ts";
import type { World } from "../world.ts";

/** A published drop as its uploads give it. */
export interface Grown {
  readonly key: string;
  /** Of the object; of a replay, its origin's. */
  readonly name: string;
  readonly isReplay: boolean;
  readonly rows: readonly MemoryRow[];
  readonly good: number;
  /** Drops whose rows are those of the name now. */
  readonly drops: string[];
}

export function goodRows(world: World, { key, day, round }: Pick<BatchDrop, "key" | "day" | "round">): Grown {
  const entry = world.ledger.entry(DATASET, day, key);
  if (!entry) throw new Error(`no entry of ${key}`);
  const { good, duplicates } = divisionOf(world, key, day, round);
  const name = entry.origin?.name ?? entry.drop.name;
  return { key, name, isReplay: entry.origin !== null, rows: good, good: good.length + duplicates, drops: [key] };
}

/** What a round of a drop must give: from its upload, or from what its origin left out. */
export function divisionOf(world: World, key: string, day: string, round: number): Division {
  const entry = world.ledger.entry(DATASET, day, key);
  if (!entry) throw new Error(`no entry of ${key}`);
  const { plan, lifts } = termsOf(world, key, round);
  return divide(planOf(world, plan), contentOf(world, key, day), lifts, entry.drop);
}

/** By which a round was to be split, whatever its report says. */
export function termsOf({ ledger }: World, key: string, round: number): Terms {
  const terms = ledger.terms.get(`${key}/${round}`);
  if (!terms) throw new Error(`${key} has no round ${round}`);
  return terms;
}

export function contentOf(world: World, key: string, day: string): Content {
  const entry = world.ledger.entry(DATASET, day, key);
  if (!entry?.origin) return decodeContent((world.ledger.uploads.get(key) as { bytes: Uint8Array }).bytes);
  // The quarantine file names the drop that left it, which may itself be a replay.
  const [, left = "", round = ""] = /\/([0-9a-f]{24})\/(\d+)-/.exec(entry.origin.uri) ?? [];
  const content = contentOf(world, left, day);
  return { ...content, things: divisionOf(world, left, day, Number(round)).bad };
}

export function versionIn(world: World, hash: string): number {
  return versionOf(planOf(world, hash));
}

function planOf({ plans }: World, hash: string): Plan {
  if (hash === plans.hashes.first) return plans.first;
  if (hash === plans.hashes.second) return plans.second;
  throw new Error(`no plan ${hash}`);
}
