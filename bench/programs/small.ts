// Started by the bench in a process of its own: many small drops through the chain up to READY, in an empty lake.
import { openLaptop } from "../../lakehouse/environment.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { concurrently } from "../../lakehouse/run/concurrently.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { benchPlan } from "../plans.ts";
import { smallDrops } from "../small-drops.ts";

const job = JSON.parse(process.argv[2] ?? "") as { count: number; lake: string; workers: number };
// Ten thousand names are too long for a command line; the files are there already.
const files = await smallDrops(job.count);
const WARM_UP = 10;

const laptop = await openLaptop({ lake: job.lake, workers: job.workers });
const engine = openEngine(laptop.engine);
const tools = { ...laptop, engine };
const plan = benchPlan();

// The children start and load DuckDB at their first drops; a running function has done so long ago.
await runAll(
  Array.from({ length: WARM_UP }, () => files[0] ?? ""),
  "warm-up",
);
const started = performance.now();
await runAll(files, "drop");
const seconds = (performance.now() - started) / 1000;

await engine.close();
await laptop.close();
process.stdout.write(`${JSON.stringify({ seconds })}\n`);

async function runAll(files: readonly string[], prefix: string): Promise<void> {
  await concurrently(files, job.workers + 1, async (path, index) => {
    const name = `bench_pings/${prefix}-${index}.parquet`;
    const arrival = arrivalOf(laptop.bucket, name, await laptop.upload(path, name, null), null);
    const { entry, worked } = await processDrop(tools, plan, arrival);
    if (entry.value.state !== "READY" || !worked) throw new Error(`${name} is ${entry.value.state}`);
  });
}
