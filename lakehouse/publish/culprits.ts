import type { BatchDrop } from "../ledger/publication.ts";
import { probeTable } from "../plan/names.ts";
import type { TableRef, TableShape } from "../ports.ts";
import { type Context, stagingDataset } from "./context.ts";
import { loadProblem } from "./count.ts";
import { isWithoutFiles, loadInto } from "./load.ts";
import { done, type Outcome } from "./outcome.ts";
import { runJob } from "./run-job.ts";

/**
 * Which drops of a batch whose load failed for good cannot be loaded alone, by loading halves into scratch and counting. Empty: each
 * half can, so that only the whole cannot.
 */
export async function findCulprits(context: Context, shape: TableShape): Promise<Outcome<readonly string[]>> {
  const { drops } = context.stored.value;
  if (drops.length === 1) return done(drops.map(({ key }) => key));
  const middle = Math.ceil(drops.length / 2);
  return both(await culpritsIn(context, shape, 0, middle), () => culpritsIn(context, shape, middle, drops.length));
}

async function culpritsIn(
  context: Context,
  shape: TableShape,
  start: number,
  end: number,
): Promise<Outcome<readonly string[]>> {
  const part = context.stored.value.drops.slice(start, end);
  const loads = await loadsAlone(context, shape, part, `probe-${start}-${end}`);
  if (loads.kind !== "done") return loads;
  if (loads.value) return done([]);
  if (part.length === 1) return done(part.map(({ key }) => key));
  const middle = start + Math.ceil(part.length / 2);
  return both(await culpritsIn(context, shape, start, middle), () => culpritsIn(context, shape, middle, end));
}

async function loadsAlone(
  context: Context,
  shape: TableShape,
  part: readonly BatchDrop[],
  step: string,
): Promise<Outcome<boolean>> {
  if (isWithoutFiles(part)) return done(true);
  const into = (attempt: number) => scratchOf(context, step, attempt);
  const ran = await runJob(context, {
    name: step,
    meaning: { drops: part.map(({ key }) => key), shape },
    spec: (attempt) => loadInto(context, into(attempt), part, shape),
  });
  if (ran.kind !== "done") return ran;
  await context.warehouse.drop(into(ran.value.attempt));
  return done(ran.value.kind === "ok" && loadProblem(part, ran.value.job.counts) === null);
}

function scratchOf({ plan, stored }: Context, step: string, attempt: number): TableRef {
  return { dataset: stagingDataset(plan), table: probeTable(stored.value.number, step, attempt) };
}

async function both(
  left: Outcome<readonly string[]>,
  right: () => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<readonly string[]>> {
  if (left.kind !== "done") return left;
  const other = await right();
  return other.kind === "done" ? done([...left.value, ...other.value]) : other;
}
