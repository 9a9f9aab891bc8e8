import { DATAFLOW_PRICES } from "../../lakehouse/plan/dataflow/prices.ts";
import {
  DISK_GIB,
  jobCost,
  MACHINE,
  MEGABYTES_PER_VCPU_SECOND,
  SHARE_OF_A_CORE,
  START_MINUTES,
  sizeJob,
} from "../../lakehouse/plan/dataflow/sizing.ts";
import { QUERY_PRICE } from "../../lakehouse/plan/warehouse/prices.ts";
import { numberWords } from "../../lakehouse/plan/words.ts";
import { markdownTable } from "../markdown.ts";
import type { Recorded } from "../recorded.ts";
import { logicalShare, queriesOfADay } from "./publication.ts";
import { measuredOf, megabytesPerCoreSecond, WAYS } from "./speed.ts";

const TB = 1e12;
const DAY_BYTES = 10 * TB;
const FLEET = { most: 1_000, workers: "fixed" } as const;
const PUBLICATIONS = [1, 24, 96];

/** docs/cost.md. */
export function costPage(recorded: Recorded): string {
  return `# What it costs

Made from figures that were measured ([bench.md](bench.md)) and from list prices, by \`npm run bench -- --write-docs\`,
not by hand. \`sluice plan DATASET --drop-size 2TB\` tells the same of one dataset.

## Splitting on Dataflow

${dataflowTable(recorded)}

${findings(recorded)}

What stands behind it:

${bullets(dataflowAssumptions(recorded))}

## Publishing in BigQuery

10 TB of Parquet a day, all of it in the day's partition of one table, in so many publications:

${bigqueryTable(recorded)}

Load and copy jobs are free. Without a key nothing is asked of the table. With a key the publisher looks whether it holds
keys of the batch, and appends by a copy job where it holds none; only partitions that hold some are merged. The column
*merge* is what a publisher would pay that always merges. Per publication both read what the day has brought so far, which
is why the number of publications a day (\`publishEvery\`) costs more than all the splitting does: large keyed tables are
published a few times a day, or partitioned by the hour.

${bullets(bigqueryAssumptions(recorded))}
`;
}

function dataflowTable(recorded: Recorded): string {
  const right = (title: string) => ({ title, align: "right" as const });
  const columns = [
    { title: "way" },
    right("measured, MB/s of a core"),
    right("planned, MB/s of a vCPU"),
    right("vCPU hours a TB"),
    right("$ a TB"),
    right("with FlexRS"),
    right("$ a day, 10 TB"),
    right("with FlexRS"),
  ];
  return markdownTable(
    columns,
    WAYS.map(({ bench, words }) => {
      const measured = megabytesPerCoreSecond(recorded, bench);
      const planned = measured * SHARE_OF_A_CORE;
      const [one, ten] = [jobOver(TB, planned), jobOver(DAY_BYTES, planned)];
      const hours = TB / 1e6 / planned / 3600;
      const money = [one.batch, one.flexRs, ten.batch, ten.flexRs].map(dollars);
      return [words, measured.toFixed(1), planned.toFixed(1), hours.toFixed(1), ...money];
    }),
  );
}

/** US dollars of a job that is done in an hour. */
function jobOver(bytes: number, speed: number): { readonly batch: number; readonly flexRs: number } {
  const { workers, minutes } = sizeJob(bytes, null, FLEET, speed);
  const costOf = (flexRs: boolean) => jobCost(workers, minutes.start + minutes.work, flexRs);
  return { batch: costOf(false), flexRs: costOf(true) };
}

function findings(recorded: Recorded): string {
  const ratioOf = (bench: string, digits: number) => measuredOf(recorded, bench).ratio.toFixed(digits);
  const start = measuredOf(recorded, "beam-start");
  return `Row by row the same rules over the same drop take ${ratioOf("beam-row-wise", 1)} times the CPU. The pipeline takes ${ratioOf("beam-pipeline", 2)} times that of the bare
Python host, and ${cpuWords(start.cpu_seconds)} to start, once in each process. \`sluice plan\` counts with ${MEGABYTES_PER_VCPU_SECOND} MB a second,
which leaves room for drops that are costlier than the bench's.`;
}

function cpuWords(seconds: number | null): string {
  return seconds === null ? "some seconds" : `${seconds.toFixed(1)} CPU seconds`;
}

function dataflowAssumptions(recorded: Recorded): string[] {
  const { rows } = measuredOf(recorded, "beam-pipeline");
  const { place, asOf, batch, flexRs, diskGibHour } = DATAFLOW_PRICES;
  const memory = measuredOf(recorded, "beam-memory-1000k").rss_mb;
  return [
    `Measured is the CPU time of host, child and Beam on ${recorded.machine}: ${numberWords(rows)} rows of ${bytesPerRow(recorded)} bytes of Parquet (nine columns, two of them long random texts), nine rules (two of them long patterns), 1 % bad rows. More rules cost more ([bench.md](bench.md), \`rules-…\`).`,
    `Planned is ${SHARE_OF_A_CORE} of it: a vCPU is a hyperthread, half a core, and bytes come and go over a network. That share is assumed; it was not measured on Dataflow.`,
    `There are as many workers as it takes to be done in an hour, each paid for ${START_MINUTES} minutes before its first row (assumed): ${MACHINE.type}, ${MACHINE.vcpus} vCPUs, ${MACHINE.gib} GiB, ${DISK_GIB} GiB of standard disk. Host and child take ${memory} MB together at row groups of a million rows; ${MACHINE.vcpus} of them fit.`,
    `List prices of ${place} as of ${asOf}, in US dollars: $${batch.vcpuHour} a vCPU hour, $${batch.gibHour} a GiB hour; with FlexRS, which waits up to six hours, $${flexRs.vcpuHour} and $${flexRs.gibHour}; disk $${diskGibHour} a GiB hour. No discount, no tax.`,
    "No shuffle: between the steps of the job descriptions travel, no rows. Reading and writing buckets of the same region is free; operations on objects (cents a TB), storage, logs, and work that is done twice because a worker died are not in it.",
  ];
}

function bigqueryTable(recorded: Recorded): string {
  const columns = [
    { title: "publications a day", align: "right" as const },
    { title: "append, no key", align: "right" as const },
    { title: "look for keys, then append", align: "right" as const },
    { title: "merge", align: "right" as const },
    { title: "merge, of splitting", align: "right" as const },
  ];
  const splitting = jobOver(DAY_BYTES, megabytesPerCoreSecond(recorded, "beam-units") * SHARE_OF_A_CORE).batch;
  const rows = DAY_BYTES / bytesPerRow(recorded);
  return markdownTable(
    columns,
    PUBLICATIONS.map((count) => {
      const { publications, look, merge } = queriesOfADay(rows, count);
      return [publications, "$0", dollars(look), dollars(merge), `${numberWords(Math.round(merge / splitting))} ×`].map(
        String,
      );
    }),
  );
}

function bigqueryAssumptions(recorded: Recorded): string[] {
  const { place, asOf, tib } = QUERY_PRICE;
  return [
    `On demand, $${tib.toFixed(2)} per TiB read (list price of ${place} as of ${asOf}). Reserved slots cost otherwise.`,
    `BigQuery counts bytes before compression: for a row of the bench ${logicalShare(bytesPerRow(recorded)).toFixed(1)} times its Parquet, Sluice's three columns included.`,
    "A MERGE that updates is taken to read every column of its rows in staging and of the partitions that it names; what it is billed was never seen ([unproven.md](unproven.md)).",
  ];
}

/** Of Parquet. */
function bytesPerRow(recorded: Recorded): number {
  const { bytes, rows } = measuredOf(recorded, "beam-pipeline");
  return Math.round((bytes ?? 0) / rows);
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function dollars(amount: number): string {
  return `$${amount < 100 ? amount.toFixed(2) : numberWords(Math.round(amount))}`;
}
