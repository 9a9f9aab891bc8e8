import type { Decision } from "../ledger/publication.ts";
import { quoteText, splice } from "../plan/quote.ts";
import { partitionRange } from "../plan/warehouse/partition-range.ts";
import { missingColumns } from "../ports/columns.ts";
import type { Job, JobError, TableRef } from "../ports.ts";
import { type Context, quoteTable, statementsOf, targetOf } from "./context.ts";
import { isWithoutFiles, stagingOf } from "./load.ts";
import { partitionsOf } from "./look.ts";
import { done, type Outcome, stuck, waiting } from "./outcome.ts";
import { loadAgain } from "./reload.ts";
import { attemptsPerDay, type Ran, runJob, type Step } from "./run-job.ts";

/** Jobs that took effect, by step. */
export type Acts = Readonly<Record<string, Pick<Job, "id" | "counts" | "created">>>;

/** Does what was decided: copies side by side, then the one MERGE over the rest. From the first copy on only forward. */
export async function act(context: Context, decision: Decision): Promise<Outcome<Acts>> {
  const { drops, load } = context.stored.value;
  const from = isWithoutFiles(drops) ? null : stagingOf(context, load);
  if (from) await widenStaging(context, from);
  const copied = await runAll(context, copySteps(context, decision, from), from);
  if (copied.kind !== "done") return copied;
  const merged = await runAll(context, mergeSteps(context, decision, from), from);
  return merged.kind === "done" ? done({ ...copied.value, ...merged.value }) : merged;
}

/** A copy is refused if the target has gained columns, or fields inside of them, since the load. */
async function widenStaging({ warehouse, plan }: Context, from: TableRef): Promise<void> {
  const [target, staging] = await Promise.all([warehouse.shape(targetOf(plan)), warehouse.shape(from)]);
  if (!target || !staging) return; // the jobs themselves will say so
  const newer = missingColumns(staging.columns, target.columns);
  if (newer.length > 0) await warehouse.widen(from, newer);
}

/** All are submitted before any is waited for. */
async function runAll(context: Context, steps: readonly Step[], from: TableRef | null): Promise<Outcome<Acts>> {
  const ran: [Step, Outcome<Ran>][] = [];
  for (const step of steps) ran.push([step, await runStep(context, step, from)]);
  const acts: Record<string, Acts[string]> = {};
  const unfinished: Extract<Outcome<Ran>, { kind: "waiting" }>[] = [];
  for (const [step, outcome] of ran) {
    if (outcome.kind === "waiting") unfinished.push(outcome);
    else if (outcome.kind !== "done") return outcome;
    else if (outcome.value.kind === "failed") {
      return lost(context, from, outcome.value.error);
    } else acts[step.name] = outcome.value.job;
  }
  const [first] = unfinished;
  if (!first) return done(acts);
  return waiting(
    first.on.code,
    first.on.message,
    unfinished.flatMap(({ on }) => on.jobs),
  );
}

/** An attempt that found its staging table gone says nothing of the one that has been loaded since. */
async function runStep(context: Context, step: Step, from: TableRef | null): Promise<Outcome<Ran>> {
  const start = step.from ?? 0;
  for (let first = start; ; ) {
    const ran = await runJob(context, { ...step, from: first });
    if (ran.kind !== "done" || ran.value.kind !== "failed" || ran.value.error.kind !== "gone" || !from) return ran;
    const { attempt, fresh, error } = ran.value;
    const there = await Promise.all([from, targetOf(context.plan)].map((table) => context.warehouse.shape(table)));
    // Where the tables are there and every attempt says otherwise, a person must look.
    if (there.includes(null) || attempt - start >= attemptsPerDay) return ran;
    if (fresh) return waiting("JOB", `${step.name} failed and is tried again: ${error.message}`);
    first = attempt + 1;
  }
}

function lost(context: Context, from: TableRef | null, error: JobError): Promise<Outcome<never>> | Outcome<never> {
  if (from) return loadAgain(context, context.stored.value.load, error);
  return stuck(`${error.reason}: ${error.message}`, "mend what the warehouse complains of, then resume");
}

/** Names of steps do not depend on the load: a copy that was made from a table since lost must not be made again. */
function copySteps(context: Context, { append }: Decision, from: TableRef | null): Step[] {
  if (!from) return [];
  const into = targetOf(context.plan);
  const template = statementsOf(context).append;
  return append.map((partitions, index) => ({
    name: `copy-${index}`,
    from: 0,
    meaning: { partitions, into },
    spec: () => ({
      kind: "copy",
      from,
      into,
      partitions,
      text: template === null ? null : splice(template, placesOf(context, from, partitions, [])),
    }),
  }));
}

function mergeSteps(context: Context, decision: Decision, from: TableRef | null): Step[] {
  const { merge, replace, formerDrops } = decision;
  const kind = replace.length > 0 ? "replace" : "merge";
  const partitions = kind === "replace" ? replace : merge;
  if (partitions.length === 0) return [];
  const statements = statementsOf(context);
  const template = statements[kind];
  const counts = kind === "replace" ? statements.replaceCounts : statements.mergeCounts;
  if (template === null) throw new Error(`the plan of ${context.plan.dataset} has no ${kind}`);
  const places = placesOf(context, from, partitions, formerDrops);
  const target = targetOf(context.plan);
  return [
    {
      name: kind,
      meaning: { partitions, formerDrops, target },
      spec: () => ({
        kind,
        from,
        target,
        partitions,
        formerDrops,
        text: splice(template, places),
        counts: counts === null ? null : splice(counts, places),
      }),
    },
  ];
}

/**
 * `{partitions}` are those of the batch; the range also covers those of former drops. A batch without files has no
 * staging table: then no row is taken from where one would be.
 */
function placesOf(
  context: Context,
  from: TableRef | null,
  partitions: readonly string[],
  formerDrops: readonly string[],
) {
  const { plan, stored } = context;
  const batch = new Set(partitionsOf(stored.value.drops));
  return {
    target: quoteTable(context, targetOf(plan)),
    staging: quoteTable(context, from ?? targetOf(plan)),
    partitions:
      partitions
        .filter((id) => batch.has(id))
        .map(quoteText)
        .join(", ") || "NULL",
    partitionRange: partitionRange(statementsOf(context).partitionRange, plan.partition.granularity, partitions),
    formerDrops: formerDrops.map(quoteText).join(", ") || "NULL",
  };
}
