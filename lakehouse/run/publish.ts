import type { Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import type { BatchLimits } from "../publish/batch.ts";
import { deriveNext } from "../publish/derive.ts";
import type { Waiting } from "../publish/outcome.ts";
import { createPublisher, type Pace, type Progress, type Publisher, publisherOf } from "../publish/publisher.ts";
import type { Tools } from "./tools.ts";

/** What the publication of this number waits for. */
export interface Standstill extends Waiting {
  readonly number: number;
}

/** How the publishing of a dataset ended for now. */
export interface Published {
  readonly dataset: string;
  /** `idle`: nothing is left to publish, or it is too early for it. */
  readonly end: "idle" | "waiting" | "stuck";
  /** Publications that this call saw finish. */
  readonly finished: readonly Publication[];
  readonly waitingOn: Standstill | null;
}

export interface PublishOptions {
  readonly limits?: BatchLimits;
  /** Seconds for which jobs are waited for; then somebody else goes on. */
  readonly patienceSeconds?: number;
  readonly onMoved?: (publication: Publication) => void;
  /** How a dataset's publications follow each other: one after the other, unless told. */
  readonly pace?: (plan: Plan) => Pace;
  readonly signal?: AbortSignal;
}

export function openPublisher(tools: Tools, plan: Plan, limits?: BatchLimits, pace?: Pace): Publisher {
  if (!plan.derived) return createPublisher(tools, plan.dataset, limits, pace);
  return publisherOf(tools, plan.dataset, new Map(), (last) => deriveNext(tools, plan, last), pace);
}

/** Publishes until nothing is ready. Whatever others left unfinished is finished first. */
export async function publishDataset(tools: Tools, plan: Plan, options: PublishOptions = {}): Promise<Published> {
  const publisher = openPublisher(tools, plan, options.limits, options.pace?.(plan));
  const finished = new Map<number, Publication>();
  let rest = (options.patienceSeconds ?? 600) * 1000;
  const told = (progress: Progress) => {
    if (progress.kind !== "moved") return;
    if (progress.publication.state === "DONE") finished.set(progress.publication.number, progress.publication);
    options.onMoved?.(progress.publication);
  };
  for (let pause = 50; ; ) {
    options.signal?.throwIfAborted();
    const progress = await publisher.advance();
    told(progress);
    const ended = { dataset: plan.dataset, finished: [...finished.values()], waitingOn: null };
    if (progress.kind === "idle" || progress.kind === "stuck") return { ...ended, end: progress.kind };
    if (progress.kind === "moved") continue;
    if (rest <= 0 || progress.on.code !== "JOB") {
      const { number } = progress.publication;
      return { ...ended, end: "waiting", waitingOn: { number, ...progress.on } };
    }
    await tools.clock.sleep(pause, options.signal);
    rest -= pause;
    pause = Math.min(pause * 2, 5_000);
  }
}
