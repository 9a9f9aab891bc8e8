import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Lifts } from "../../lakehouse/plan/report.ts";
import type { MemoryRow } from "../fakes/memory/warehouse.ts";
import { WINDOW_DAYS } from "./contracts.ts";

/** A row as its producer writes it. Below 0 it breaks a rule of version 1, below -9 of both; from 100 on it is worth a word. */
export interface Thing {
  readonly id: number;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly v: number;
  readonly seq: number;
}

/** What a drop's object holds; a quarantine file holds the same. */
export interface Content {
  readonly things: readonly Thing[];
  /** It cannot be decoded by plans below this version. */
  readonly refusedBelow: number;
  /** What a split by plans below this version leaves of it cannot be loaded. */
  readonly poisonBelow: number;
  /** Whoever splits it by plans below this version dies. */
  readonly deadlyBelow?: number;
  /** Tells contents apart that are otherwise the same. */
  readonly note: string;
}

/** Who sent the rows, as their split knows it. */
export interface Sender {
  readonly key: string;
  readonly arrived: string;
  readonly arrivalDay: string;
}

export interface Division {
  readonly good: readonly MemoryRow[];
  /** Left out, in tables without a key: equal in every column to a row before. */
  readonly duplicates: number;
  readonly bad: readonly Thing[];
  /** Failing rows by rule. */
  readonly failures: Readonly<Record<string, number>>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeContent(content: Content): Uint8Array {
  return encoder.encode(JSON.stringify(content));
}

export function decodeContent(bytes: Uint8Array): Content {
  return JSON.parse(decoder.decode(bytes)) as Content;
}

export function versionOf({ contract }: Pick<Plan, "contract">): number {
  return Number.parseInt(contract.version, 10);
}

/** Which rows of a drop are good under a plan: what the plan's SQL says, on rows as objects. */
export function divide(plan: Plan, { things }: Content, lifts: Lifts, sender: Sender): Division {
  const bound = daysBefore(sender.arrivalDay, WINDOW_DAYS);
  const least = versionOf(plan) === 1 ? 0 : -9;
  const failures: Record<string, number> = {};
  const fails = (rule: string) => {
    failures[rule] = (failures[rule] ?? 0) + 1;
    return true;
  };
  const bad: Thing[] = [];
  const good: MemoryRow[] = [];
  const seen = new Set<string>();
  let duplicates = 0;
  for (const [row, thing] of things.entries()) {
    const low = thing.v < least && fails("v.minimum");
    const late = !lifts.window && thing.day < bound && fails("late");
    if (thing.v >= 100) fails("small");
    if (low || late) {
      bad.push(thing);
      continue;
    }
    const text = JSON.stringify(thing);
    if (plan.publish.exactDuplicates === "remove" && seen.has(text)) duplicates += 1;
    else good.push(rowOf(plan, thing, row, sender));
    seen.add(text);
  }
  return { good, duplicates, bad, failures };
}

function rowOf(plan: Plan, { id, day, v, seq }: Thing, row: number, { key, arrived }: Sender): MemoryRow {
  const columns = { id, day, v, ...(versionOf(plan) === 2 && { extra: v * 2 }) };
  const partition = day.replaceAll("-", "");
  return { key: plan.key.length > 0 ? `${id} ${day}` : null, partition, seq, drop: key, arrived, row, ...columns };
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
