import { isResumedSince } from "../ledger/publication.ts";
import { canonicalJson } from "../plan/canonical.ts";
import { hashText, jobId } from "../plan/names.ts";
import { withoutValues } from "../plan/words-redact.ts";
import { type Job, type JobError, JobExists, JobRefused, type JobSpec } from "../ports.ts";
import type { Context } from "./context.ts";
import { done, type Outcome, stuck, waiting } from "./outcome.ts";

/** One step of a publication as a job of the warehouse. */
export interface Step {
  /** Part of the job's id: the same step of the same publication always has the same. */
  readonly name: string;
  /** First attempt that counts. */
  readonly from?: number;
  /** What the step does, without what may differ between its attempts: kept as a label, so that nobody takes a job for another. */
  readonly meaning: object;
  /** The job of an attempt. */
  spec(attempt: number): JobSpec;
}

export interface Failed {
  readonly kind: "failed";
  readonly error: JobError;
  readonly attempt: number;
  /** This very call made it, or was refused it: then its id is still free, and no later one may be used. */
  readonly fresh: boolean;
}

export type Ran = { readonly kind: "ok"; readonly job: Job; readonly attempt: number } | Failed;

/** Attempts of one step that may fail for a passing reason within a day. */
export const attemptsPerDay = 10;
const dayMs = 86_400_000;
const restMs = 900_000;
/** Asked again only after a rest. What lacks a right is no fault of the step: it is tried as long as it takes. */
const RESTS = { quota: "QUOTA", denied: "DENIED" } as const;

/**
 * Finds the attempt of the step that took effect, or makes one. Ids can be used once, so that a step takes effect once
 * however many workers run it, dead, slow or repeating themselves: absent → submit, running → wait, failed for a passing
 * reason → the next id.
 */
export async function runJob(context: Context, step: Step): Promise<Outcome<Ran>> {
  const labels = labelsOf(context, step);
  let failedToday = 0;
  for (let attempt = step.from ?? 0; ; attempt += 1) {
    const id = idOf(context, step, attempt);
    const known = await context.warehouse.job(id);
    const found = known ?? (await submit(context, id, labels, step.spec(attempt)));
    if (found instanceof JobRefused) return refused(found, attempt);
    const job = withoutRows(found);
    if (job?.state !== "done") return waiting("JOB", `job ${id} is running`, [id]);
    if (job.labels.sluice_meaning !== labels.sluice_meaning) return foreign(id);
    if (job.error === null) return done({ kind: "ok", job, attempt });
    if (isForGood(context, job)) {
      return done({ kind: "failed", error: job.error, attempt, fresh: known === null });
    }
    const age = Date.parse(await context.objects.time()) - Date.parse(job.created);
    failedToday += age < dayMs && job.error.kind !== "denied" ? 1 : 0;
    if (failedToday >= attemptsPerDay) return waiting("RETRY", tired(step, job), [id]);
    const rests = job.error.kind === "quota" || job.error.kind === "denied" ? RESTS[job.error.kind] : null;
    if (rests && age < restMs && !(await context.warehouse.job(idOf(context, step, attempt + 1)))) {
      return waiting(rests, job.error.message, [id]);
    }
    // Not at once: the caller mends what has changed since (new columns of the target), and the service rests.
    if (!known) return waiting("JOB", `job ${id} failed and is tried again: ${job.error.message}`, [id]);
  }
}

/** Of an attempt that was never made: its id stays for the next one. */
function refused({ error }: JobRefused, attempt: number): Outcome<Ran> {
  const said = withoutValuesIn(error);
  if (said.kind === "data" || said.kind === "gone") {
    return done({ kind: "failed", error: said, attempt, fresh: true });
  }
  return waiting("QUOTA", `${said.reason}: ${said.message}`);
}

function withoutRows(job: Job | null): Job | null {
  return job?.error ? { ...job, error: withoutValuesIn(job.error) } : job;
}

/** Services quote values of rows in their messages, and what is said of a step goes into log, mails and pages. */
function withoutValuesIn(error: JobError): JobError {
  return { ...error, message: withoutValues(error.message) };
}

/** Again it would fail alike; unless a person has looked since, and says that it may go on. */
function isForGood({ stored }: Context, { error, created }: Job): boolean {
  return !isResumedSince(stored.value, created) && (error?.kind === "data" || error?.kind === "gone");
}

/** Null: it is not known yet. Who comes second finds the first one's job, also where the second try was refused. */
async function submit(
  { warehouse }: Context,
  id: string,
  labels: Readonly<Record<string, string>>,
  spec: JobSpec,
): Promise<Job | JobRefused | null> {
  try {
    await warehouse.insert(id, labels, spec);
  } catch (error) {
    if (error instanceof JobRefused) return (await warehouse.job(id)) ?? error;
    if (!(error instanceof JobExists)) throw error;
  }
  return warehouse.job(id);
}

function idOf({ plan, epoch, stored }: Context, step: Step, attempt: number): string {
  return jobId(plan.environment, plan.dataset, epoch, stored.value.number, step.name, attempt);
}

/** BigQuery's labels: at most 63 lower-case letters, digits, `-` and `_`. */
function labelsOf({ plan, stored }: Context, { name, meaning }: Step): Readonly<Record<string, string>> {
  const { number, plan: hash, drops } = stored.value;
  const whole = { step: name, number, hash, drops: drops.map(({ key, round }) => [key, round]), meaning };
  return {
    sluice_dataset: plan.dataset,
    sluice_publication: String(number),
    sluice_step: name,
    sluice_meaning: hashText(canonicalJson(whole)).slice(0, 40),
  };
}

function foreign(id: string): Outcome<never> {
  return stuck(
    `job ${id} exists and does something else than this publication needs`,
    "find out who made it and whether its effect is in the table; `sluice ledger show` tells what was wanted",
  );
}

function tired({ name }: Step, { error }: Job): string {
  return `${name} failed ${attemptsPerDay} times today, last with ${error?.reason}: ${error?.message}`;
}
