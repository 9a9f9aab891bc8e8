// Started by the bench in a process of its own: the public engine over some files, each a drop; outputs are moved to
// their place and a report of each is written, as the chain does.
import { constants } from "node:fs";
import { copyFile, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import type { DropFacts } from "../../lakehouse/engine/protocol.ts";
import type { SplitDrop } from "../../lakehouse/engine/result.ts";
import { judge } from "../../lakehouse/engine/verdict.ts";
import { planHash } from "../../lakehouse/plan/canonical.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { NO_LIFTS } from "../../lakehouse/plan/report.ts";
import { concurrently } from "../../lakehouse/run/concurrently.ts";
import { benchPlan } from "../plans.ts";
import type { SluiceCounts } from "../sluice.ts";

interface Job {
  readonly files: readonly string[];
  readonly passThrough: boolean;
  readonly rules: number;
  readonly write: boolean;
  readonly folder: string;
  readonly workers: number;
}

const job = JSON.parse(process.argv[2] ?? "") as Job;
const scratch = join(job.folder, "scratch");
const place = join(job.folder, "staging");
await mkdir(scratch);
await mkdir(place);
const plan = benchPlan(job);
const hash = planHash(plan);
const engine = createEngine({ workers: job.workers, scratch });

await engine.ready(); // the baseline's process is up too when its clock starts
const started = performance.now();
const results = await concurrently(job.files, job.workers + 1, (path, index) => splitFile(engine, plan, path, index));
const seconds = (performance.now() - started) / 1000;

await engine.close();
process.stdout.write(`${JSON.stringify(countsOf(results, seconds))}\n`);

async function splitFile(engine: Engine, plan: Plan, path: string, index: number): Promise<SplitDrop> {
  const facts = factsOf(path, index);
  const result = await engine.split(plan, { facts, path, crc32c: null }, { write: job.write, lifts: NO_LIFTS });
  if (result.kind === "refused") throw new Error(`${path}: ${result.refusal.message}`);
  const object = { bytes: String(result.bytes), crc32c: result.crc32c ?? "" };
  const round = { round: 1, attempt: 1, lifts: NO_LIFTS, started: facts.arrived };
  const report = judge({ plan, planHash: hash, facts, object, ...round }, result);
  if (job.write) await moveOutputs(result, path, index);
  await writeFile(join(place, `${index}.json`), JSON.stringify(report));
  await result.dispose();
  return result;
}

async function moveOutputs({ files, passedThrough }: SplitDrop, path: string, index: number): Promise<void> {
  if (passedThrough) await copyFile(path, join(place, `${index}.parquet`), constants.COPYFILE_FICLONE);
  const outputs = [...files.good, ...files.quarantined];
  for (const [number, file] of outputs.entries()) await rename(file.path, join(place, `${index}-${number}.parquet`));
}

function factsOf(path: string, index: number): DropFacts {
  const key = index.toString(16).padStart(24, "0");
  const arrived = "2026-11-10T02:00:00.000Z";
  return {
    key,
    bucket: "landing",
    name: path,
    generation: String(index),
    arrived,
    arrivalDay: "2026-11-09",
    replay: false,
  };
}

function countsOf(results: readonly SplitDrop[], seconds: number): SluiceCounts {
  const failed: Record<string, number> = {};
  for (const { failures } of results) {
    for (const [rule, count] of Object.entries(failures)) failed[rule] = (failed[rule] ?? 0) + count;
  }
  return {
    seconds,
    in: results.reduce((sum, { rows }) => sum + rows.in, 0),
    quarantined: results.reduce((sum, { rows }) => sum + rows.quarantined, 0),
    passedThrough: results.filter(({ passedThrough }) => passedThrough).length,
    failed,
  };
}
