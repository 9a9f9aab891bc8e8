import { movePublication } from "../ledger/log.ts";
import { isFinished, isResumedSince, type Publication } from "../ledger/publication.ts";
import { missingPaths, type NamedColumn } from "../ports/columns.ts";
import type { TableShape } from "../ports.ts";
import { act } from "./act.ts";
import { type Context, targetOf } from "./context.ts";
import { countProblem, countRows, loadProblem, NOTHING } from "./count.ts";
import { findCulprits } from "./culprits.ts";
import { derive } from "./derive.ts";
import { isWithoutFiles, loadBatch } from "./load.ts";
import { type Decided, decide } from "./look.ts";
import { done, moved, type Outcome, stuck, waiting } from "./outcome.ts";
import type { Failed } from "./run-job.ts";
import { tooOld } from "./too-old.ts";

/** The next small piece of an unfinished publication. Any worker may do it at any time, also twice. */
export function execute(context: Context): Promise<Outcome> {
  const { value } = context.stored;
  if (isFinished(value)) return Promise.resolve(moved);
  if (value.stuck) return Promise.resolve(stuck(value.stuck.reason, value.stuck.cure));
  const forgotten = tooOld(value, context.clock.now());
  if (forgotten) return Promise.resolve(forgotten);
  if (value.inputs.length > 0) return derive(context);
  return value.state === "PREPARED" ? prepare(context) : carryOut(context);
}

async function prepare(context: Context): Promise<Outcome> {
  const { stored } = context;
  if (stored.value.drops.length === 0)
    return move(context, { state: "DONE", committed: context.clock.now(), counts: NOTHING });
  const { shape } = stored.value;
  if (!shape) return recordShape(context);
  if (isWithoutFiles(stored.value.drops)) return plan(context, 0, await decide(context, 0));
  const ran = await loadBatch(context, shape);
  if (ran.kind !== "done") return ran;
  if (ran.value.kind === "failed") return refused(context, shape, ran.value);
  const { job, attempt } = ran.value;
  const problem = loadProblem(stored.value.drops, job.counts);
  if (problem) return giveUp(context, shape, problem);
  return plan(context, attempt, await decide(context, attempt));
}

async function plan(context: Context, load: number, decided: Outcome<Decided>): Promise<Outcome> {
  if (decided.kind !== "done") return decided;
  const { decision, scanned } = decided.value;
  return move(context, { state: "PLANNED", load, decision, ...(scanned > 0 && { scanned }) });
}

/** Before the load, so that whoever loads, loads the same. */
async function recordShape(context: Context): Promise<Outcome> {
  const live = await context.warehouse.shape(targetOf(context.plan));
  const missing = live ? lacking(context, live) : ["the table itself"];
  if (!live || missing.length > 0) {
    return waiting("TARGET_BEHIND", `the table of ${context.plan.dataset} lacks ${missing.join(", ")}`);
  }
  const { columns, partitioning, clustering } = live;
  return move(context, { shape: { columns: [...columns], partitioning, clustering: [...clustering] } });
}

function lacking({ plan }: Context, { columns }: TableShape): string[] {
  // The schema names all columns and their fields, whatever the warehouse's types are.
  return missingPaths(columns, plan.warehouse.bigquery.schema as readonly NamedColumn[]);
}

async function refused(context: Context, shape: TableShape, { error, attempt }: Failed): Promise<Outcome> {
  const { kind, message } = error;
  if (kind !== "gone") return giveUp(context, shape, message);
  await movePublication(context.objects, context.stored, { load: attempt + 1 });
  return waiting("TARGET_BEHIND", message);
}

/** The batch cannot be loaded as it is: without those that cannot be loaded alone, or in smaller ones, it may. */
async function giveUp(context: Context, shape: TableShape, message: string): Promise<Outcome> {
  const culprits = await findCulprits(context, shape);
  if (culprits.kind !== "done") return culprits;
  const half = Math.ceil(context.stored.value.drops.length / 2);
  const limit = culprits.value.length === 0 ? half : null;
  return move(context, { state: "ABORTED", abort: { culprits: [...culprits.value], limit, message } });
}

async function carryOut(context: Context): Promise<Outcome> {
  const { decision } = context.stored.value;
  if (!decision) throw new Error("a planned publication has no decision");
  const loaded = await loadOnceMore(context);
  if (loaded.kind !== "done") return loaded;
  const acts = await act(context, decision);
  if (acts.kind !== "done") return acts;
  const ended = { publication: context.stored.value, decision, acts: acts.value, key: context.plan.key };
  const problem = countProblem(ended);
  if (problem)
    return stuck(problem, "make the table hold what the reports say, drop by drop (sluice_drop), then resume");
  const counts = countRows(ended);
  const jobs = Object.fromEntries(Object.entries(acts.value).map(([step, { id }]) => [step, id]));
  return move(context, { state: "DONE", committed: context.clock.now(), counts, jobs });
}

/** Where the staging table was lost after the decision, the log names the next load, which nobody has made yet. */
async function loadOnceMore(context: Context): Promise<Outcome> {
  const { drops, load, shape } = context.stored.value;
  if (isWithoutFiles(drops)) return done(undefined);
  if (!shape) throw new Error("a planned publication has no shape");
  const ran = await loadBatch(context, shape);
  if (ran.kind !== "done") return ran;
  if (ran.value.kind === "failed") {
    const { reason, message } = ran.value.error;
    return stuck(`${reason}: ${message}`, "mend what the warehouse complains of, then resume");
  }
  const { job, attempt } = ran.value;
  const problem = loadProblem(drops, job.counts);
  if (problem && isResumedSince(context.stored.value, job.created)) return move(context, { load: attempt + 1 });
  if (problem) return stuck(problem, "restore the files that the reports name, then resume");
  return attempt === load ? done(undefined) : move(context, { load: attempt });
}

/** Whoever is quicker: the log says how it goes on. */
async function move({ objects, stored }: Context, change: Partial<Publication>): Promise<Outcome> {
  await movePublication(objects, stored, change);
  return moved;
}
