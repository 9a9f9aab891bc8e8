import type { Engine } from "../engine/engine.ts";
import { judge } from "../engine/verdict.ts";
import { planHash } from "../plan/canonical.ts";
import { dropKey } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lifts, Report } from "../plan/report.ts";
import type { Clock } from "../ports.ts";
import type { SplitProgress } from "./split.ts";

/** A local file as a drop that never arrives. */
export interface Candidate {
  readonly path: string;
  readonly name: string;
  readonly generation: string;
  readonly bytes: string;
  readonly crc32c: string;
  /** RFC 3339 UTC. */
  readonly created: string;
  /** What the landing pattern captured; null: the day of `created`. */
  readonly day: string | null;
  readonly lifts: Lifts;
}

/** The report that the file would get; nothing is kept. */
export async function validateFile(
  { engine, clock }: { readonly engine: Pick<Engine, "split">; readonly clock: Pick<Clock, "now"> },
  plan: Plan,
  { path, name, generation, bytes, crc32c, created, day, lifts }: Candidate,
  { onProgress }: SplitProgress = {},
): Promise<Report> {
  const started = clock.now();
  const bucket = "local";
  const facts = {
    key: dropKey({ bucket, name, generation }),
    bucket,
    name,
    generation,
    arrived: created,
    arrivalDay: day ?? created.slice(0, 10),
    replay: false,
  };
  const options = { write: false, lifts, ...(onProgress && { onProgress }) };
  const result = await engine.split(plan, { facts, path, crc32c }, options);
  await result.dispose();
  const object = { bytes, crc32c };
  const judged = judge({ plan, planHash: planHash(plan), facts, lifts, object, round: 1, attempt: 1, started }, result);
  return { ...judged, files: { good: [], quarantined: [] } };
}
