import { DATAFLOW_PRICES } from "./prices.ts";

/** How many workers an environment puts up with. */
export interface Fleet {
  readonly most: number;
  /** `fixed`: the job gets its number at once and never more, so that its cost is known; `scaled`: Dataflow may go up to `most`. */
  readonly workers: "fixed" | "scaled";
}

/** What a job over some drops needs. */
export interface Sizing {
  readonly workers: number;
  readonly maxWorkers: number;
  readonly autoscaling: "AUTOSCALING_ALGORITHM_NONE" | "AUTOSCALING_ALGORITHM_BASIC";
  readonly machineType: string;
  readonly vcpus: number;
  readonly diskGib: number;
  readonly flexRs: boolean;
  /** Until workers are there, and at work. With `flexRs` up to six hours pass before. */
  readonly minutes: { readonly start: number; readonly work: number };
  /** US dollars at list price. */
  readonly cost: number;
  /** False: even all workers together miss the deadline. */
  readonly inTime: boolean;
}

/** What a vCPU does of a measured core's work: it is half of one, and its bytes come over a network. */
export const SHARE_OF_A_CORE = 0.7;
/** Compressed megabytes that one vCPU splits a second; never more than was measured (docs/cost.md), times that share. */
export const MEGABYTES_PER_VCPU_SECOND = 40;

export const MACHINE = { type: "n2-standard-4", vcpus: 4, gib: 16 };
/** Launcher, image and workers; measured by others, docs/unproven.md. */
export const START_MINUTES = 6;
export const DISK_GIB = 50;
const FLEXRS_WAIT_MINUTES = 360;
/** A deadline must leave room for a second attempt and the publication; without one an hour is aimed at. */
const SHARE_OF_DEADLINE = 0.4;
const USUAL_MINUTES = 60;

/**
 * `hours` is the contract's promise from arrival to publication, null if it makes none; `speed` the compressed megabytes
 * that one vCPU splits a second.
 */
export function sizeJob(
  bytes: number,
  hours: number | null,
  fleet: Fleet,
  speed: number = MEGABYTES_PER_VCPU_SECOND,
): Sizing {
  const wanted = hours === null ? USUAL_MINUTES : hours * 60 * SHARE_OF_DEADLINE;
  const vcpuMinutes = bytes / 1e6 / speed / 60;
  const patient = workersFor(vcpuMinutes, wanted - START_MINUTES - FLEXRS_WAIT_MINUTES);
  const flexRs = hours !== null && patient <= fleet.most;
  const workers = flexRs ? patient : Math.min(workersFor(vcpuMinutes, Math.max(1, wanted - START_MINUTES)), fleet.most);
  const work = vcpuMinutes / (workers * MACHINE.vcpus);
  const scaled = fleet.workers === "scaled";
  return {
    workers,
    maxWorkers: scaled ? fleet.most : workers,
    autoscaling: scaled ? "AUTOSCALING_ALGORITHM_BASIC" : "AUTOSCALING_ALGORITHM_NONE",
    machineType: MACHINE.type,
    vcpus: workers * MACHINE.vcpus,
    diskGib: DISK_GIB,
    flexRs,
    minutes: { start: START_MINUTES, work },
    cost: jobCost(workers, START_MINUTES + work, flexRs),
    inTime: hours === null || START_MINUTES + work <= hours * 60,
  };
}

/** Infinite where there is no time left. */
function workersFor(vcpuMinutes: number, minutes: number): number {
  return minutes <= 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(vcpuMinutes / MACHINE.vcpus / minutes));
}

/** US dollars at list price. */
export function jobCost(workers: number, minutes: number, flexRs: boolean): number {
  const { batch, flexRs: flexible, diskGibHour } = DATAFLOW_PRICES;
  const { vcpuHour, gibHour } = flexRs ? flexible : batch;
  return (workers * minutes * (MACHINE.vcpus * vcpuHour + MACHINE.gib * gibHour + DISK_GIB * diskGibHour)) / 60;
}
