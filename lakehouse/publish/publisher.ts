import { epochOf } from "../ledger/epoch.ts";
import { appendPublication, lastPublication, movePublication, type StoredPublication } from "../ledger/log.ts";
import { readPlan } from "../ledger/plans.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import { BATCH_LIMITS, type BatchLimits } from "./batch.ts";
import { dropStaging } from "./clean.ts";
import type { Context, PublishTools } from "./context.ts";
import { execute } from "./execute.ts";
import type { Outcome, Waiting } from "./outcome.ts";
import { project } from "./project.ts";
import { prepareNext, type Seen } from "./select.ts";

/** Where the publisher of a dataset stands after one small piece of work. */
export type Progress =
  | { readonly kind: "moved"; readonly publication: Publication }
  | { readonly kind: "waiting"; readonly publication: Publication; readonly on: Waiting }
  | { readonly kind: "stuck"; readonly publication: Publication }
  | { readonly kind: "idle" };

export interface Publisher {
  /** One small piece of work; never waits for a job. Any number of publishers may work on one dataset. */
  advance(): Promise<Progress>;
}

/** `next` makes the publication after the last one, if there is something to publish. */
export type Next = (last: Publication | null) => Promise<Publication | null>;

/** Whether another publication may begin after the last one, which is finished. */
export type Pace = (last: StoredPublication) => Promise<boolean>;

const atOnce: Pace = async () => true;

export function createPublisher(
  tools: PublishTools,
  dataset: string,
  limits: BatchLimits = BATCH_LIMITS,
  pace: Pace = atOnce,
): Publisher {
  const seen: Seen = new Map();
  return publisherOf(tools, dataset, seen, (last) => prepareNext(tools, dataset, last, seen, limits), pace);
}

export function publisherOf(
  tools: PublishTools,
  dataset: string,
  seen: Seen,
  next: Next,
  pace: Pace = atOnce,
): Publisher {
  const { objects } = tools;
  const plans = new Map<string, Plan>();
  let projected = 0;

  return { advance };

  async function advance(): Promise<Progress> {
    const last = await lastPublication(objects, dataset);
    if (last && !isFinished(last.value)) return help(last);
    if (last && last.value.number !== projected) {
      await follow(last.value);
      return { kind: "moved", publication: last.value };
    }
    if (last && !(await pace(last))) return { kind: "idle" };
    const prepared = await next(last?.value ?? null);
    if (!prepared) return { kind: "idle" };
    const appended = await appendPublication(objects, prepared);
    return { kind: "moved", publication: appended?.value ?? prepared };
  }

  /** Only after this may the log grow. What was seen of entries before is worth nothing now. */
  async function follow(publication: Publication): Promise<void> {
    await project(tools, publication);
    await dropStaging(tools, publication);
    if (projected !== publication.number - 1) seen.clear();
    for (const { key } of [...publication.drops, ...publication.passedOver]) seen.delete(key);
    projected = publication.number;
  }

  async function help(stored: StoredPublication): Promise<Progress> {
    const plan = plans.get(stored.value.plan) ?? (await readPlan(objects, stored.value.plan, dataset));
    plans.set(stored.value.plan, plan);
    const epoch = stored.value.epoch ?? (await epochOf(objects, dataset, tools.token));
    return tell({ ...tools, plan, epoch, stored }, await execute({ ...tools, plan, epoch, stored }));
  }

  async function tell({ stored }: Context, outcome: Outcome): Promise<Progress> {
    const publication = stored.value;
    if (outcome.kind === "waiting") return { kind: "waiting", publication, on: outcome.on };
    if (outcome.kind !== "stuck") return { kind: "moved", publication };
    if (!publication.stuck) {
      const { reason, cure } = outcome;
      await movePublication(objects, stored, { stuck: { reason, cure, since: tools.clock.now() } });
    }
    return { kind: "stuck", publication };
  }
}
