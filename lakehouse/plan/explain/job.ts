import { DATAFLOW_PRICES } from "../dataflow/prices.ts";
import { MEGABYTES_PER_VCPU_SECOND, type Sizing } from "../dataflow/sizing.ts";
import type { Environment } from "../environment.ts";
import type { Plan } from "../plan.ts";
import { bytesWords, countOf, numberWords } from "../words.ts";
import type { Section } from "./section.ts";

/** What the Dataflow job over a drop of `bytes` takes. */
export function jobSection(plan: Plan, bytes: number, job: Sizing, { location }: Environment): Section {
  return {
    title: `On Dataflow, a drop of ${bytesWords(bytes)}`,
    lines: [
      ["workers", workersWords(job)],
      ["machines", `${job.machineType}, ${job.diskGib} GiB of disk each, private addresses`],
      ["throughput", `${MEGABYTES_PER_VCPU_SECOND} MB of Parquet a second on each of ${numberWords(job.vcpus)} vCPUs`],
      ["takes", takesWords(job)],
      ["promised", promiseWords(plan, job)],
      ["scheduling", job.flexRs ? "FlexRS, at 60 % of the price: the promise leaves six hours of waiting" : "at once"],
      ["costs", `${dollars(job.cost)}, of it ${dollars(perTerabyte(job, bytes))} a TB`],
      ["prices", pricesWords(location)],
    ],
  };
}

function workersWords({ workers, maxWorkers, autoscaling }: Sizing): string {
  if (autoscaling === "AUTOSCALING_ALGORITHM_NONE") return `${workers}, never more (autoscaling is off)`;
  return `${workers} at the start, up to ${maxWorkers}`;
}

function takesWords({ minutes, flexRs }: Sizing): string {
  const before = flexRs ? ", after up to 6 hours of waiting" : "";
  return `${countOf(minutes.start, "minute")} to start, ${countOf(Math.max(1, Math.round(minutes.work)), "minute")} at work${before}`;
}

function promiseWords({ sla }: Plan, { inTime }: Sizing): string {
  if (sla.latencyHours === null) return "the contract promises no latency; an hour is aimed at";
  const promise = `${countOf(sla.latencyHours, "hour")} from arrival to publication`;
  return inTime ? promise : `${promise}: MISSED with so few workers; raise the cap or deliver smaller drops`;
}

function pricesWords(location: string): string {
  const { place, asOf } = DATAFLOW_PRICES;
  return `list prices of ${place} as of ${asOf}${location === "local" ? "" : `; those of ${location} may differ`}`;
}

function perTerabyte({ cost }: Sizing, bytes: number): number {
  return (cost * 1e12) / bytes;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
