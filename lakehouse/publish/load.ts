import type { BatchDrop } from "../ledger/publication.ts";
import { stagingTable } from "../plan/names.ts";
import { splice } from "../plan/quote.ts";
import type { JobSpec, TableRef, TableShape } from "../ports.ts";
import { type Context, quoteTable, stagingDataset, statementsOf } from "./context.ts";
import type { Outcome } from "./outcome.ts";
import { type Ran, runJob } from "./run-job.ts";

export function stagingOf({ plan, stored }: Pick<Context, "plan" | "stored">, load: number): TableRef {
  return { dataset: stagingDataset(plan), table: stagingTable(stored.value.number, load) };
}

/** All good files of the batch into a table that no reader sees. */
export function loadBatch(context: Context, shape: TableShape): Promise<Outcome<Ran>> {
  const { drops, load } = context.stored.value;
  return runJob(context, {
    name: "load",
    from: load,
    meaning: { files: filesOf(drops), shape },
    spec: (attempt) => loadInto(context, stagingOf(context, attempt), drops, shape),
  });
}

/** The load of some drops into a table of the target's shape. */
export function loadInto(
  context: Context,
  into: TableRef,
  drops: readonly BatchDrop[],
  shape: TableShape,
): Extract<JobSpec, { kind: "load" }> {
  const template = statementsOf(context).load;
  const files = filesOf(drops);
  const text = template && splice(template, { staging: quoteTable(context, into), files: "{files}" });
  return { kind: "load", files, into, shape, text };
}

/** Every row of every drop was quarantined, or was a duplicate: there is nothing to load. */
export function isWithoutFiles(drops: readonly BatchDrop[]): boolean {
  return filesOf(drops).length === 0;
}

function filesOf(drops: readonly BatchDrop[]) {
  return drops.flatMap(({ files }) => files.map(({ uri, generation }) => ({ uri, generation })));
}

/** Rows that the files of the batch hold, by their reports. */
export function rowsOf(drops: readonly BatchDrop[]): number {
  return drops.reduce((sum, { files }) => sum + files.reduce((rows, file) => rows + file.rows, 0), 0);
}
