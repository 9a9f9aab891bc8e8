import type { Engine } from "../engine/engine.ts";
import type { DropFacts } from "../engine/protocol.ts";
import type { DropResult } from "../engine/result.ts";
import { judge } from "../engine/verdict.ts";
import { planHash } from "../plan/canonical.ts";
import { dropKey } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Report } from "../plan/report.ts";
import type { Clock, LandedFile, ObjectMeta, Objects } from "../ports.ts";
import { findReport, storeOriginal, storeOutput, storePlan, storeReport } from "./store.ts";

export interface Tools {
  readonly objects: Objects;
  readonly engine: Engine;
  readonly clock: Clock;
  landed(path: string): Promise<LandedFile>;
}

/** A drop to process: a local file, and what its place in landing says of it. */
export interface Order {
  readonly path: string;
  /** The object's name. */
  readonly name: string;
  /** The day that the landing pattern captured; null: the day of its arrival. */
  readonly day: string | null;
  /** When it arrived, RFC 3339 UTC; null: when the file was last written. */
  readonly arrived: string | null;
}

export interface Options {
  /** False: the same way, but nothing is kept. */
  readonly write: boolean;
  readonly onProgress?: (done: number, units: number) => void;
  readonly signal?: AbortSignal;
}

export interface Done {
  readonly report: Report;
  /** The round had its report before: it was adopted, and nothing was done again. */
  readonly alreadyDone: boolean;
}

/** The name of landing's bucket on a laptop. */
const bucket = "local";

/** One drop, from a local file to its report. Whatever the file is like, there is a report; an exception is our fault. */
export async function processDrop(tools: Tools, plan: Plan, order: Order, options: Options): Promise<Done> {
  const landed = await tools.landed(order.path);
  const facts = factsOf(order, landed);
  return options.write
    ? keepDrop(tools, plan, facts, landed, options)
    : validateDrop(tools, plan, facts, landed, options);
}

/** The file against the plan, as a drop that was never named; nothing is kept. */
export async function validateFile(tools: Tools, plan: Plan, path: string): Promise<Report> {
  const order = { path, name: path.replace(/^\/+/, ""), day: null, arrived: null };
  return (await processDrop(tools, plan, order, { write: false })).report;
}

export function factsOf({ name, day, arrived }: Order, { generation, created }: LandedFile): DropFacts {
  const at = arrived ?? created;
  return {
    key: dropKey({ bucket, name, generation }),
    bucket,
    name,
    generation,
    arrived: at,
    arrivalDay: day ?? at.slice(0, 10),
  };
}

async function validateDrop(
  { engine, clock }: Tools,
  plan: Plan,
  facts: DropFacts,
  landed: LandedFile,
  { onProgress }: Options,
): Promise<Done> {
  const started = clock.now();
  const result = await engine.split(
    plan,
    { facts, path: landed.path, crc32c: landed.crc32c },
    { write: false, ...(onProgress && { onProgress }) },
  );
  await result.dispose();
  const judged = judge(
    { plan, planHash: planHash(plan), facts, object: landed, round: 1, attempt: 1, started },
    result,
  );
  return { report: { ...judged, files: { good: [], quarantined: [] } }, alreadyDone: false };
}

async function keepDrop(
  { objects, engine, clock }: Tools,
  plan: Plan,
  facts: DropFacts,
  landed: LandedFile,
  options: Options,
): Promise<Done> {
  const place = { dataset: plan.dataset, key: facts.key, arrivalDay: facts.arrivalDay };
  const known = await findReport(objects, place);
  if (known) return { report: known, alreadyDone: true };
  const started = clock.now();
  const hash = planHash(plan);
  await storePlan(objects, hash, plan);
  const original = await storeOriginal(objects, place, landed.path);
  const path = await objects.local(original.name);
  const { onProgress, signal } = options;
  const result = await engine.split(
    plan,
    { facts, path, crc32c: original.crc32c },
    { write: true, ...(onProgress && { onProgress }) },
  );
  try {
    signal?.throwIfAborted();
    const judged = judge({ plan, planHash: hash, facts, object: original, round: 1, attempt: 1, started }, result);
    const files = await keepFiles(objects, place, original, result);
    const report = await storeReport(objects, { ...judged, files });
    return { report, alreadyDone: false };
  } finally {
    await result.dispose();
  }
}

async function keepFiles(
  objects: Objects,
  place: Parameters<typeof storeOutput>[2],
  original: ObjectMeta,
  result: DropResult,
): Promise<Report["files"]> {
  if (result.kind === "refused") return { good: [], quarantined: [] };
  const passed = [{ path: await objects.local(original.name), rows: result.rows.good }];
  const good = result.passedThrough
    ? storeOutput(objects, "staging", place, passed, "copy")
    : storeOutput(objects, "staging", place, result.files.good, "move");
  return {
    good: await good,
    quarantined: await storeOutput(objects, "quarantine", place, result.files.quarantined, "move"),
  };
}
