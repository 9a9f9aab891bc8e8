// A launched host of the story, which dies if it is told to, the first time: host.ts ORDER MANIFEST.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLaptop } from "../../../lakehouse/environment.ts";
import type { Manifest } from "../../../lakehouse/plan/manifest.ts";
import { openEngine } from "../../../lakehouse/run/engine.ts";
import { runManifest } from "../../../lakehouse/run/host.ts";
import { watchDisk } from "./inner-steps.ts";
import { die, namesIn, orderOfThisProcess, placesIn } from "./order.ts";
import { Watch } from "./watch.ts";
import { watchedEngine, watchedLaptop } from "./watched-laptop.ts";

const order = orderOfThisProcess();
const manifest = process.argv[3] ?? "";
const { lake, hostSteps } = placesIn(order.folder);
const names = namesIn(order.folder);
const { drops } = JSON.parse(readFileSync(join(lake, manifest), "utf8")) as Manifest;
const isFirst = drops.every(({ round, attempt }) => round === 1 && attempt === 1);
const watch = new Watch(isFirst ? order.moments : [], die);
watchDisk(watch);
const laptop = await openLaptop({ lake, workers: 1, durable: false });
const engine = openEngine(laptop.engine);
try {
  await runManifest({ ...watchedLaptop(laptop, watch, names), engine: watchedEngine(engine, watch, names) }, manifest);
  if (isFirst) writeFileSync(hostSteps, JSON.stringify(watch.steps));
} finally {
  await engine.close();
  await laptop.close();
}
