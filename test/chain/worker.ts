// A process that plays the story in a lake, from wherever a process before it died: worker.ts ORDER, as JSON.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalLauncher } from "../../lakehouse/adapters/local-launcher.ts";
import { type Laptop, openLaptop } from "../../lakehouse/environment.ts";
import { dropKey } from "../../lakehouse/plan/names.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { StoryClock } from "./clock.ts";
import { watchDatabase, watchDisk } from "./inner-steps.ts";
import { type Order, orderOfThisProcess, placesIn } from "./order.ts";
import { plansIn } from "./plans.ts";
import { playAct } from "./play.ts";
import { LAUNCH_ABOVE_BYTES, samplePath } from "./samples.ts";
import { STORY, type Upload } from "./story.ts";
import { tellState } from "./tell-state.ts";
import { Watch } from "./watch.ts";
import { watchedEngine, watchedLaptop } from "./watched-laptop.ts";

const HOUR = 3_600_000;

const order = orderOfThisProcess();
const places = placesIn(order.folder);
const names = new Map<string, string>(existsSync(places.names) ? JSON.parse(readFileSync(places.names, "utf8")) : []);
const watch = new Watch(order.moment);
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
  const told: Order = { ...order, moment: order.hostMoment, hostMoment: null };
  const command = [process.execPath, join(import.meta.dirname, "host.ts"), JSON.stringify(told)] as const;
  return { ...opened, launcher: createLocalLauncher({ folder: places.jobs, command }) };
}

async function land({ sample, name, created }: Upload): Promise<void> {
  const { generation } = await laptop.upload(samplePath(order.samples, sample), name, created);
  const file = name.replace(/^.*\//, "");
  names.set(dropKey({ bucket: laptop.bucket, name, generation }), `${file} of ${created.slice(0, 10)}`);
}
