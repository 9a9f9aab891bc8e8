// A process that plays the story in a lake, from wherever a process before it died: worker.ts ORDER, as JSON.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDbWarehouse } from "../../../lakehouse/adapters/duckdb.ts";
import { createLocalLauncher } from "../../../lakehouse/adapters/local-launcher.ts";
import { type Laptop, openLaptop } from "../../../lakehouse/environment.ts";
import { dropKey } from "../../../lakehouse/plan/names.ts";
import type { Launch } from "../../../lakehouse/ports.ts";
import { openEngine } from "../../../lakehouse/run/engine.ts";
import { StoryClock } from "../story/clock.ts";
import { plansIn } from "../story/plans.ts";
import { playAct } from "../story/play.ts";
import { LAUNCH_ABOVE_BYTES, samplePath } from "../story/samples.ts";
import { STORY, type Upload } from "../story/story.ts";
import { tellState } from "../story/tell-state.ts";
import { watchDatabase, watchDisk } from "./inner-steps.ts";
import { die, namesIn, type Order, orderOfThisProcess, placesIn } from "./order.ts";
import { type Moment, Watch } from "./watch.ts";
import { watchedEngine, watchedLaptop } from "./watched-laptop.ts";

const HOUR = 3_600_000;

const order = orderOfThisProcess();
const places = placesIn(order.folder);
const names = namesIn(order.folder);
const watch = new Watch(order.moments, order.manner === "dies" ? dieAt : freeze);
watchDisk(watch);
watchDatabase(watch);
mkdirSync(places.lake, { recursive: true });
const clock = new StoryClock();
const laptop = await openForStory();
const engine = openEngine(laptop.engine);
try {
  const tools = { ...watchedLaptop(laptop, watch, names), engine: watchedEngine(engine, watch, names) };
  for (const act of STORY.slice(0, order.acts)) {
    if (existsSync(places.over(act.name))) continue;
    clock.begin(Date.parse(act.begins) + order.hours * HOUR);
    for (const upload of act.uploads) await land(upload);
    writeFileSync(places.names, JSON.stringify([...names]));
    await playAct(tools, await plansIn(act.contracts), act);
    writeFileSync(places.over(act.name), "");
  }
  writeFileSync(places.state, JSON.stringify(await tellState(laptop, await plansIn("second"))));
  writeFileSync(places.steps, JSON.stringify(watch.steps));
} finally {
  await engine.close();
  await laptop.close();
}

/** Leases outlive every process; who comes after a death comes hours later. */
async function openForStory(): Promise<Laptop> {
  const options = { clock, workers: 1, leaseSeconds: 600, launchAboveBytes: LAUNCH_ABOVE_BYTES, durable: false };
  const opened = await openLaptop({ lake: places.lake, ...options });
  const told: Order = { ...order, moments: order.hostMoment ? [order.hostMoment] : [], hostMoment: null };
  const command = ({ manifest }: Launch) => {
    return { program: process.execPath, args: [join(import.meta.dirname, "host.ts"), JSON.stringify(told), manifest] };
  };
  return { ...opened, launcher: createLocalLauncher({ folder: places.jobs, shown: "jobs", command }) };
}

async function land({ sample, name, created }: Upload): Promise<void> {
  const { generation } = await laptop.upload(samplePath(order.samples, sample), name, created);
  const file = name.replace(/^.*\//, "");
  names.set(dropKey({ bucket: laptop.bucket, name, generation }), `${file} of ${created.slice(0, 10)}`);
}

function dieAt(moment: Moment): void {
  writeFileSync(places.died, JSON.stringify(moment));
  die();
}

/** Stands still until somebody lets it go on. The database is let go first, or nobody else could do anything at all. */
async function freeze(): Promise<void> {
  await (laptop.warehouse as DuckDbWarehouse).close();
  writeFileSync(places.frozen, "");
  process.kill(process.pid, "SIGSTOP");
}
