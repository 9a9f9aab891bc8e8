// Started by the bench in a process of its own: publishes many small drops that are ready, in an empty lake. How they
// were split is not measured: a stand-in for the engine hands over files that were made before.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../../lakehouse/engine/engine.ts";
import type { SplitDrop } from "../../lakehouse/engine/result.ts";
import { openLaptop } from "../../lakehouse/environment.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { concurrently } from "../../lakehouse/run/concurrently.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { goodFiles, PARTITION } from "../good-files.ts";
import { benchPlan } from "../plans.ts";
import { ROWS_PER_DROP } from "../small-drops.ts";

const job = JSON.parse(process.argv[2] ?? "") as { count: number; lake: string; keyed: boolean };
// Ten thousand names are too long for a command line; the files are there already.
const files = await goodFiles(job.count);

const laptop = await openLaptop({ lake: job.lake });
const plan = benchPlan({ keyed: job.keyed });
await laptop.up(plan);
await makeReady();

const started = performance.now();
const { finished, end } = await publishDataset({ ...laptop, engine: { split: neverSplit } }, plan);
const seconds = (performance.now() - started) / 1000;

const loaded = finished.reduce((sum, { counts }) => sum + (counts?.loaded ?? 0), 0);
if (end !== "idle" || loaded !== files.length * ROWS_PER_DROP) throw new Error(`${end}, ${loaded} rows loaded`);
await laptop.close();
process.stdout.write(`${JSON.stringify({ seconds })}\n`);

async function makeReady(): Promise<void> {
  const outputs = join(job.lake, "outputs");
  await mkdir(outputs, { recursive: true });
  await concurrently(files, 8, async (file, index) => {
    const output = join(outputs, `${index}.parquet`);
    await copyFile(file, output);
    const name = `bench_pings/${index}.parquet`;
    const arrival = arrivalOf(laptop.bucket, name, await laptop.upload(file, name, null), null);
    const tools = { ...laptop, engine: { split: async () => splitInto(output) } };
    const { entry } = await processDrop(tools, plan, arrival);
    if (entry.value.state !== "READY") throw new Error(`${name} is ${entry.value.state}`);
  });
}

function splitInto(path: string): SplitDrop {
  return {
    kind: "split",
    bytes: 0,
    crc32c: null,
    units: 1,
    rows: { in: ROWS_PER_DROP, good: ROWS_PER_DROP, quarantined: 0, duplicates: 0 },
    differences: { unknown: [], missing: [], retyped: [], renamed: [] },
    failures: {},
    samples: {},
    causes: {},
    partitions: [{ id: PARTITION, rows: ROWS_PER_DROP }],
    newestMicros: null,
    checks: {},
    duplicatesUnknown: false,
    files: { good: [{ path, rows: ROWS_PER_DROP }], quarantined: [] },
    passedThrough: false,
    milliseconds: { preflight: 0, split: 0, checks: 0, total: 0 },
    dispose: async () => {},
  };
}

async function neverSplit(): ReturnType<Engine["split"]> {
  throw new Error("publishing splits nothing");
}
