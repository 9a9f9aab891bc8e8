import { movePublication } from "../ledger/log.ts";
import { type Decision, isFinished, type Publication } from "../ledger/publication.ts";
import { numberWords } from "../plan/words.ts";
import { missingPaths, type NamedColumn } from "../ports/columns.ts";
import type { TableShape } from "../ports.ts";
import { act } from "./act.ts";
import { type Context, targetOf } from "./context.ts";
import { countProblem, countRows } from "./count.ts";
import { findCulprits } from "./culprits.ts";
import { derive } from "./derive.ts";
import { isWithoutFiles, loadBatch, rowsOf } from "./load.ts";
import { decide } from "./look.ts";
import { done, moved, type Outcome, stuck, waiting } from "./outcome.ts";
import type { Failed } from "./run-job.ts";

/** BigQuery forgets job ids after about six months, and with them what was done. */
const resumableMs = 150 * 86_400_000;

/** The next small piece of an unfinished publication. Any worker may do it at any time, also twice. */
export function execute(context: Context): Promise<Outcome> {
  const { value } = context.stored;
  if (isFinished(value)) return Promise.resolve(moved);
  if (value.stuck) return Promise.resolve(stuck(value.stuck.reason, value.stuck.cure));
  const begun = Date.parse(value.resumed ?? value.created);
  if (Date.parse(context.clock.now()) - begun > resumableMs) return Promise.resolve(tooOld(value));
  if (value.inputs.length > 0) return derive(context);
  return value.state === "PREPARED" ? prepare(context) : carryOut(context);
}

async function prepare(context: Context): Promise<Outcome> {
  const { stored } = context;
  if (stored.value.drops.length === 0)
    return move(context, { state: "DONE", committed: context.clock.now(), counts: countRows([], {}) });
  const { shape } = stored.value;
  if (!shape) return recordShape(context);
  if (isWithoutFiles(stored.value.drops)) return plan(context, 0, await decide(context, 0));
  const ran = await loadBatch(context, shape);
  if (ran.kind !== "done") return ran;
  if (ran.value.kind === "failed") return refused(context, shape, ran.value);
  const { job, attempt } = ran.value;
  const promised = rowsOf(stored.value.drops);
  if (job.counts.loaded !== promised) {
    const [loaded, reported] = [job.counts.loaded, promised].map(numberWords);
    return stuck(
      `${loaded} rows were loaded and the reports promise ${reported}`,
      "compare the files with their reports",
    );
  }
  return plan(context, attempt, await decide(context, attempt));
}

async function plan(context: Context, load: number, decision: Outcome<Decision>): Promise<Outcome> {
  if (decision.kind !== "done") return decision;
  return move(context, { state: "PLANNED", load, decision: decision.value });
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
  const { message } = error;
  if (error.kind === "gone") {
    await movePublication(context.objects, context.stored, { load: attempt + 1 });
    return waiting("TARGET_BEHIND", message);
  }
  const culprits = await findCulprits(context, shape);
  if (culprits.kind !== "done") return culprits;
  const half = Math.ceil(context.stored.value.drops.length / 2);
  const limit = culprits.value.length === 0 ? half : null;
  return move(context, { state: "ABORTED", abort: { culprits: [...culprits.value], limit, message } });
}

async function carryOut(context: Context): Promise<Outcome> {
  const { drops, decision } = context.stored.value;
  if (!decision) throw new Error("a planned publication has no decision");
  const loaded = await loadOnceMore(context);
  if (loaded.kind !== "done") return loaded;
  const acts = await act(context, decision);
  if (acts.kind !== "done") return acts;
  const counts = countRows(drops, acts.value);
  const problem = countProblem(counts);
  if (problem) return stuck(problem, "`sluice ledger verify` tells which drops");
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
  return ran.value.attempt === load ? done(undefined) : move(context, { load: ran.value.attempt });
}

/** Whoever is quicker: the log says how it goes on. */
async function move({ objects, stored }: Context, change: Partial<Publication>): Promise<Outcome> {
  await movePublication(objects, stored, change);
  return moved;
}

function tooOld({ created }: Publication): Outcome {
  return stuck(
    `it was begun on ${created.slice(0, 10)}, and the warehouse forgets after half a year which jobs it ran`,
    "find out by the table's sluice_drop what of it is there; resume only if nothing is, else delete those rows first",
  );
}
