import type { Entry, Origin } from "../ledger/entry.ts";
import { dropKey } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import { type Lifts, NO_LIFTS } from "../plan/report.ts";
import type { ObjectMeta } from "../ports.ts";

/** An object generation that arrived and belongs to a dataset. */
export interface Arrival {
  readonly key: string;
  readonly bucket: string;
  /** In landing, without the zone. */
  readonly name: string;
  readonly generation: string;
  readonly bytes: string;
  readonly crc32c: string;
  /** RFC 3339 UTC. */
  readonly arrived: string;
  /** YYYY-MM-DD */
  readonly arrivalDay: string;
  readonly origin: Origin | null;
  readonly lifts: Lifts;
}

/** `day` is what the landing pattern captured of the name; null: the day it was created. */
export function arrivalOf(bucket: string, name: string, meta: ObjectMeta, day: string | null): Arrival {
  const { generation, bytes, crc32c, created } = meta;
  return {
    key: dropKey({ bucket, name, generation }),
    bucket,
    name,
    generation,
    bytes,
    crc32c,
    arrived: created,
    arrivalDay: day ?? created.slice(0, 10),
    origin: null,
    lifts: NO_LIFTS,
  };
}

export interface FirstClaim {
  readonly plan: Plan;
  readonly hash: string;
  readonly token: string;
  readonly leaseSeconds: number;
  readonly at: string;
}

/** The first state of every drop. */
export function firstEntry(arrival: Arrival, { plan, hash, token, leaseSeconds, at }: FirstClaim): Entry {
  const { key, bucket, name, generation, bytes, crc32c, arrived, arrivalDay, origin, lifts } = arrival;
  return {
    format: "sluice/entry/1",
    dataset: plan.dataset,
    environment: plan.environment,
    drop: { key, bucket, name, generation, bytes, crc32c, arrived, arrivalDay },
    origin,
    state: "CLAIMED",
    round: 1,
    attempt: 1,
    lifts,
    plan: hash,
    lease: { token, seconds: leaseSeconds },
    job: null,
    ready: null,
    publication: null,
    reason: null,
    history: [{ at, state: "CLAIMED", round: 1, attempt: 1, by: null }],
  };
}
