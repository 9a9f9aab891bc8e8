import { firstFire, readCron } from "../contract/cron.ts";
import type { Plan } from "./plan.ts";

/** A day on which the contract promises a drop. */
export interface ExpectedArrival {
  /** Arrival day, YYYY-MM-DD. */
  readonly day: string;
  /** When the schedule first fires on it, RFC 3339 UTC. */
  readonly fires: string;
  /** When it is late. */
  readonly deadline: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Older days are passed over: whoever looked for nothing so long need not tell of every day. */
const LATEST = 14;

/** A drop of this dataset is expected on days that its contract names. */
export function expectsDrops({ landing, sla }: Pick<Plan, "landing" | "sla">): boolean {
  return landing !== null && sla.schedule !== null;
}

/**
 * The days that are due by `now` and on which the schedule first fires after `since` (both RFC 3339 UTC), oldest first.
 * The deadline is the contract's time of availability that comes first after that; without one the end of the day.
 */
export function dueArrivals(sla: Plan["sla"], since: string, now: string): ExpectedArrival[] {
  const cron = sla.schedule === null ? null : readCron(sla.schedule);
  if (!cron) return [];
  const [from, until] = [Date.parse(since), Date.parse(now)];
  const first = Math.max(startOfDay(from), startOfDay(until) - LATEST * DAY);
  const due: ExpectedArrival[] = [];
  for (let start = first; start <= until; start += DAY) {
    const day = new Date(start).toISOString().slice(0, 10);
    const minute = firstFire(cron, day);
    if (minute === null || start + minute * MINUTE <= from) continue;
    const deadline = start + lateAfter(minute, sla.expectedBy) * MINUTE;
    if (deadline <= until) due.push({ day, fires: instant(start + minute * MINUTE), deadline: instant(deadline) });
  }
  return due;
}

/** Minutes after the day's start. */
function lateAfter(fires: number, expectedBy: string | null): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})Z$/.exec(expectedBy ?? "24:00Z") ?? [];
  const wanted = Number(hours) * 60 + Number(minutes);
  return wanted < fires ? wanted + 24 * 60 : wanted;
}

function instant(time: number): string {
  return new Date(time).toISOString();
}

function startOfDay(time: number): number {
  return time - (time % DAY);
}
