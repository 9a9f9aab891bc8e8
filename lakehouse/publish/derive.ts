import { movePublication, readLog } from "../ledger/log.ts";
import { keepPlan } from "../ledger/plans.ts";
import type { Decision, Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { begin } from "./begin.ts";
import type { Context, PublishTools } from "./context.ts";
import { ALL, deriveStep } from "./derive-step.ts";
import { moved, type Outcome, stuck } from "./outcome.ts";
import { runJob } from "./run-job.ts";

// A derived table has a log of its own kind: a publication names the publications of its inputs that it follows, and
// the partitions that they touched; one statement makes those partitions new.

type Input = Publication["inputs"][number];

/** The publication that follows what the inputs have published since the last one, or null: nothing new. */
export async function deriveNext(
  tools: PublishTools,
  plan: Plan,
  last: Publication | null,
): Promise<Publication | null> {
  if (!plan.derived) throw new Error(`${plan.dataset} is no derived table`);
  const before = await followed(tools.objects, plan.dataset);
  const inputs = await Promise.all(
    plan.derived.inputs.map(({ dataset }) => newIn(tools.objects, dataset, before.get(dataset) ?? 0)),
  );
  const fresh = inputs.filter((input) => input !== null);
  if (fresh.length === 0) return null;
  return begin(tools, last, {
    dataset: plan.dataset,
    environment: plan.environment,
    plan: await keepPlan(tools.objects, plan),
    drops: [],
    passedOver: [],
    inputs: fresh,
  });
}

/** The newest publication of each input that this log has followed. */
async function followed(objects: Objects, dataset: string): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for (const { state, inputs } of await readLog(objects, dataset)) {
    if (state !== "DONE") continue;
    for (const input of inputs) newest.set(input.dataset, input.publication);
  }
  return newest;
}

/** What an input has committed after a publication. */
async function newIn(objects: Objects, dataset: string, after: number): Promise<Input | null> {
  const log = (await readLog(objects, dataset, after + 1)).filter(({ number }) => number > after);
  const done = log.filter(({ state }) => state === "DONE");
  const newest = done.at(-1);
  const partitions = [...new Set(done.flatMap(touched))].sort();
  return newest && partitions.length > 0 ? { dataset, publication: newest.number, partitions } : null;
}

function touched({ decision }: Publication): string[] {
  return decision ? [...decision.append.flat(), ...decision.merge, ...decision.replace] : [];
}

/** The next small piece of a derived table's publication. */
export function derive(context: Context): Promise<Outcome> {
  return context.stored.value.decision ? remake(context, context.stored.value.decision) : plan(context);
}

/** Partitions of the driving input alone; a change of any other input touches what nobody can tell, so all is made new. */
async function plan(context: Context): Promise<Outcome> {
  const { derived } = context.plan;
  const { inputs } = context.stored.value;
  const driving = derived?.inputs.find((input) => input.driving)?.dataset;
  const whole =
    !derived?.partitioned || inputs.some(({ dataset, partitions }) => dataset !== driving || partitions.includes(ALL));
  const replace = whole ? [ALL] : inputs.flatMap(({ partitions }) => partitions);
  const decision: Decision = { append: [], merge: [], replace, formerDrops: [] };
  await movePublication(context.objects, context.stored, { state: "PLANNED", decision });
  return moved;
}

async function remake(context: Context, { replace }: Decision): Promise<Outcome> {
  const ran = await runJob(context, deriveStep(context, replace));
  if (ran.kind !== "done") return ran;
  if (ran.value.kind === "failed") {
    const { reason, message } = ran.value.error;
    return stuck(`${reason}: ${message}`, "mend the SQL or its inputs, deploy, then resume");
  }
  const { id, counts } = ran.value.job;
  const { inserted, deleted, bytesScanned } = counts;
  await movePublication(context.objects, context.stored, {
    state: "DONE",
    committed: context.clock.now(),
    jobs: { derive: id },
    counts: { good: inserted, loaded: inserted, duplicates: 0, updated: 0, replaced: deleted, bytesScanned },
  });
  return moved;
}
