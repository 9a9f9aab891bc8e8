// One of many processes that want the same drop: contender.ts ORDER, as JSON. It starts when all of them are there.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { openLaptop } from "../../../lakehouse/environment.ts";
import { landingPath } from "../../../lakehouse/plan/names.ts";
import { arrivalOf } from "../../../lakehouse/run/arrival.ts";
import { awaitDrop } from "../../../lakehouse/run/await-drop.ts";
import { publishAndTell } from "../../../lakehouse/run/chain.ts";
import { openEngine } from "../../../lakehouse/run/engine.ts";
import { matchByPlans } from "../../../lakehouse/run/match.ts";
import { processDrop } from "../../../lakehouse/run/process.ts";
import { plansIn } from "../story/plans.ts";

export interface ContenderOrder {
  readonly lake: string;
  /** The object, without its zone. */
  readonly name: string;
  /** A file that this process makes once it is ready. */
  readonly ready: string;
  /** A file for which it then waits; it holds when all of them begin, in milliseconds since 1970. */
  readonly start: string;
}

/** What one of them says of its part. */
export interface Contended {
  /** It split the drop. */
  readonly split: boolean;
  /** Somebody else had the drop when it came. */
  readonly waited: boolean;
  readonly state: string;
  readonly publications: readonly number[];
  readonly mails: number;
}

const order = JSON.parse(process.argv[2] ?? "") as ContenderOrder;
const plans = await plansIn("first");
const laptop = await openLaptop({ lake: order.lake, workers: 1, leaseSeconds: 600, durable: false });
const engine = openEngine(laptop.engine);
let splits = 0;
const counted: typeof engine.split = (...given) => {
  splits += 1;
  return engine.split(...given);
};
try {
  const tools = { ...laptop, engine: { split: counted } };
  flushCompileCache(); // for those that start later
  writeFileSync(order.ready, "");
  while (!existsSync(order.start)) await laptop.clock.sleep(50);
  await laptop.clock.sleep(Math.max(0, Number(readFileSync(order.start, "utf8")) - Date.now()));
  const meta = await laptop.objects.stat(landingPath(order.name));
  const found = matchByPlans(plans)(order.name);
  if (!meta || !found) throw new Error(`${order.name} is not there, or nobody's`);
  const arrival = arrivalOf(laptop.bucket, order.name, meta, found.day);
  const first = await processDrop(tools, found.plan, arrival);
  const processed = await awaitDrop(tools, first);
  const { advanced, informed } = await publishAndTell(tools, [found.plan]);
  const faults = [...advanced.flatMap(({ fault }) => fault ?? []), ...informed.faults];
  if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join("; "));
  const said: Contended = {
    split: splits > 0,
    waited: first.busy,
    state: processed.entry.value.state,
    publications: advanced.flatMap(({ ended }) => ended.map(({ number }) => number)),
    mails: informed.messages.length,
  };
  process.stdout.write(JSON.stringify(said));
} finally {
  await engine.close();
  await laptop.close();
}
