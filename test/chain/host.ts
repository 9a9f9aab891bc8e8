// A launched host of the story, which dies if it is told to, the first time: host.ts ORDER MANIFEST.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { openLaptop } from "../../lakehouse/environment.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { runManifest } from "../../lakehouse/run/host.ts";
import { watchDisk } from "./inner-steps.ts";
import { orderOfThisProcess, placesIn } from "./order.ts";
import { Watch } from "./watch.ts";
import { watchedEngine, watchedLaptop } from "./watched-laptop.ts";

const order = orderOfThisProcess();
const manifest = process.argv[3] ?? "";
const places = placesIn(order.folder);
const names = new Map<string, string>(existsSync(places.names) ? JSON.parse(readFileSync(places.names, "utf8")) : []);
const isFirst = manifest.endsWith("-1-1.json");
const watch = new Watch(isFirst ? order.moment : null);
watchDisk(watch);
const laptop = await openLaptop({ lake: places.lake, workers: 1, durable: false });
const engine = openEngine(laptop.engine);
try {
  const tools = { ...watchedLaptop(laptop, watch, names), engine: watchedEngine(engine, watch, names) };
  await runManifest(tools, manifest);
  if (isFirst) writeFileSync(places.hostSteps, JSON.stringify(watch.steps));
} finally {
  await engine.close();
  await laptop.close();
}
