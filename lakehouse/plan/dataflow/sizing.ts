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

/**
 * Compressed megabytes that one vCPU splits a second: 36 on this project's machine (`npm run bench -- beam`), times 0.7,
 * because a vCPU is half a core and the bytes come over a network.
 */
export const MEGABYTES_PER_VCPU_SECOND = 25;

const MACHINE = { type: "n2-standard-4", vcpus: 4, gib: 16 };
/** Launcher, image and workers; measured by others, docs/unproven.md. */
const START_MINUTES = 6;
const DISK_GIB = 50;
const FLEXRS_WAIT_MINUTES = 360;
/** A deadline must leave room for a second attempt and the publication; without one an hour is aimed at. */
const SHARE_OF_DEADLINE = 0.4;
const USUAL_MINUTES = 60;

/** `hours` is the contract's promise from arrival to publication, null if it makes none. */
export function sizeJob(bytes: number, hours: number | null, fleet: Fleet): Sizing {
  const wanted = hours === null ? USUAL_MINUTES : hours * 60 * SHARE_OF_DEADLINE;
  const vcpuMinutes = bytes / 1e6 / MEGABYTES_PER_VCPU_SECOND / 60;
  const room = Math.max(1, wanted - START_MINUTES);
  const needed = Math.max(1, Math.ceil(vcpuMinutes / MACHINE.vcpus / room));
  const workers = Math.min(needed, fleet.most);
  const work = vcpuMinutes / (workers * MACHINE.vcpus);
  const flexRs = hours !== null && FLEXRS_WAIT_MINUTES + START_MINUTES + work <= hours * 60 * SHARE_OF_DEADLINE;
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
    cost: costOf(workers, START_MINUTES + work, flexRs),
    inTime: hours === null || START_MINUTES + work <= hours * 60,
  };
}

function costOf(workers: number, minutes: number, flexRs: boolean): number {
  const { batch, flexRs: flexible, diskGibHour } = DATAFLOW_PRICES;
  const { vcpuHour, gibHour } = flexRs ? flexible : batch;
  return (workers * minutes * (MACHINE.vcpus * vcpuHour + MACHINE.gib * gibHour + DISK_GIB * diskGibHour)) / 60;
}
