import type { BatchDrop, Decision } from "../ledger/publication.ts";
import { lookTable } from "../plan/names.ts";
import { quoteText, splice } from "../plan/quote.ts";
import { partitionRange } from "../plan/warehouse/partition-range.ts";
import type { Row, TableRef } from "../ports.ts";
import { type Context, quoteTable, stagingDataset, statementsOf, targetOf } from "./context.ts";
import { stagingOf } from "./load.ts";
import { done, type Outcome } from "./outcome.ts";
import { loadAgain } from "./reload.ts";
import { runJob } from "./run-job.ts";

export interface Decided {
  readonly decision: Decision;
  /** Logical bytes that were scanned to find out. */
  readonly scanned: number;
}

/** The cheapest right step for each partition of the batch. */
export async function decide(context: Context, load: number): Promise<Outcome<Decided>> {
  const { drops } = context.stored.value;
  const partitions = partitionsOf(drops);
  const formers = drops.flatMap(({ former }) => former ?? []);
  if (formers.length > 0) return done({ decision: replacing(partitions, formers), scanned: 0 });
  if (partitions.length === 0 || context.plan.key.length === 0) {
    return done({ decision: appending(context, partitions, []), scanned: 0 });
  }
  const found = await look(context, load, partitions);
  if (found.kind !== "done") return found;
  const { fresh, scanned } = found.value;
  const known = partitions.filter((id) => !fresh.has(id));
  return done({ decision: appending(context, [...fresh].sort(), known), scanned });
}

export function partitionsOf(drops: readonly Pick<BatchDrop, "partitions">[]): string[] {
  return [...new Set(drops.flatMap(({ partitions }) => partitions.map(({ id }) => id)))].sort();
}

/** Rows of former drops give way in the same statement that brings the new ones, for the whole batch. */
function replacing(
  partitions: readonly string[],
  formers: readonly { readonly drops: readonly string[]; readonly partitions: readonly string[] }[],
): Decision {
  const all = new Set([...partitions, ...formers.flatMap((former) => former.partitions)]);
  return {
    append: [],
    merge: [],
    replace: [...all].sort(),
    formerDrops: formers.flatMap(({ drops }) => drops).sort(),
  };
}

function appending({ warehouse }: Context, append: readonly string[], merge: readonly string[]): Decision {
  const groups = Array.from({ length: Math.ceil(append.length / warehouse.partitionsPerCopy) }, (_, index) =>
    append.slice(index * warehouse.partitionsPerCopy, (index + 1) * warehouse.partitionsPerCopy),
  );
  return { append: groups, merge: [...merge], replace: [], formerDrops: [] };
}

/** Partitions of the batch that hold none of its keys, and in which the batch repeats none. */
async function look(
  context: Context,
  load: number,
  partitions: readonly string[],
): Promise<Outcome<{ readonly fresh: ReadonlySet<string>; readonly scanned: number }>> {
  const from = stagingOf(context, load);
  const target = targetOf(context.plan);
  // Beside the staging table that it looks at: of another load it would have to look again.
  const name = `look-${load}`;
  for (let attempt = 0; ; attempt += 1) {
    const ran = await runJob(context, {
      name,
      from: attempt,
      meaning: { partitions },
      spec: (k) => ({
        kind: "look",
        from,
        target,
        partitions,
        into: lookOf(context, load, k),
        text: lookText(context, from, target, partitions),
      }),
    });
    if (ran.kind !== "done") return ran;
    if (ran.value.kind === "failed") return loadAgain(context, load, ran.value.error);
    const rows = await context.warehouse.rows(lookOf(context, load, ran.value.attempt));
    if (rows) return done({ fresh: freshIn(rows), scanned: ran.value.job.counts.bytesScanned });
    attempt = ran.value.attempt; // its result has expired: look again
  }
}

function lookOf({ plan, stored }: Context, load: number, attempt: number): TableRef {
  return { dataset: stagingDataset(plan), table: lookTable(stored.value.number, load, attempt) };
}

function lookText(context: Context, from: TableRef, target: TableRef, partitions: readonly string[]): string {
  const statements = statementsOf(context);
  if (statements.look === null) throw new Error(`the plan of ${context.plan.dataset} has a key and no look`);
  return splice(statements.look, {
    staging: quoteTable(context, from),
    target: quoteTable(context, target),
    partitions: partitions.map(quoteText).join(", "),
    partitionRange: partitionRange(statements.partitionRange, context.plan.partition.granularity, partitions),
  });
}

function freshIn(rows: readonly Row[]): ReadonlySet<string> {
  const none = rows.filter((row) => Number(row.repeated_keys) === 0 && Number(row.known_keys) === 0);
  return new Set(none.map((row) => String(row.sluice_partition)));
}
