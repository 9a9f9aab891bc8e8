import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDeployedPlans } from "../../../lakehouse/catalog/plans.ts";
import { accountEmail, bucketName, topicPath } from "../../../lakehouse/plan/cloud/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { writePlans } from "../../../scripts/functions/plans.ts";
import { type FunctionProcess, startFunction, startFunctions } from "../../../scripts/functions/processes.ts";
import { type FakeCloud, type FakeCloudOptions, startCloud, TEST_ENVIRONMENT } from "../../fakes/cloud.ts";
import { createPusher, type Pusher, type PusherOptions } from "../../fakes/eventarc/pusher.ts";
import { notifyTopic, pushBucket, pushTopic } from "../../fakes/eventarc/triggers.ts";
import type { ObjectResource } from "../../fakes/gcs/resource.ts";
import { agentEmail } from "../../fakes/rights.ts";
import { type Address, openAddress } from "./address.ts";
import { compiledEnv } from "./compiled.ts";
import { type LandingEvents, openLandingEvents } from "./landing-events.ts";

/** Functions that events call; those that people and DAGs call are started where a test needs them. */
export const EVENT_FUNCTIONS = ["on-drop", "on-report", "publish", "reconcile", "deliver-mail"] as const;

export interface DeployOptions extends Omit<FakeCloudOptions, "plans"> {
  /** Folder of contracts, from the project's. */
  readonly contracts: string;
  readonly functions?: readonly string[];
  /** Processes of a function; 1 unless told. */
  readonly instances?: Readonly<Record<string, number>>;
  readonly pusher?: PusherOptions;
  /** Besides what functions are given. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the functions' logs. */
  readonly onLine?: (name: string, line: string) => void;
}

/** An environment as `pulumi up` leaves it, over fakes: services, functions in processes of their own, triggers. */
export interface Deployed {
  readonly cloud: FakeCloud;
  readonly plans: readonly Plan[];
  readonly pusher: Pusher;
  /** What is heard of landing. */
  readonly events: Pick<LandingEvents, "withhold" | "quietly" | "deliver">;
  /** The first of its processes. */
  function(name: string): FunctionProcess;
  readonly processes: readonly FunctionProcess[];
  /** What a producer does. `created`: milliseconds since 1970, by default now. */
  upload(name: string, content: string | Uint8Array, created?: number): ObjectResource;
  /** What Cloud Scheduler does. */
  tick(topic: "publish" | "mail" | "reconcile"): void;
  /** Processes that have a request which they have not answered. */
  atWork(): FunctionProcess[];
  /** Ends a process at once, and starts another at its address, as Cloud Run does. */
  replace(one: string | FunctionProcess, signal?: NodeJS.Signals): Promise<void>;
  /** A process stands still past the time of its request: that is delivered again, to another one. `SIGCONT` wakes it. */
  freeze(one: FunctionProcess): Promise<void>;
  close(): Promise<void>;
}

export async function deploy(options: DeployOptions): Promise<Deployed> {
  const { contracts, functions: names = EVENT_FUNCTIONS, instances = {}, env = {}, onLine } = options;
  const folder = mkdtempSync(join(tmpdir(), "sluice-functions-"));
  await writePlans(contracts, TEST_ENVIRONMENT, folder);
  const plansFolder = join(folder, "plans");
  const plans = await readDeployedPlans(plansFolder);
  const cloud = await startCloud({ ...options, plans });
  const { settings, metadata } = cloud;
  const place = {
    settings,
    metadata,
    plans: plansFolder,
    env: { ...compiledEnv(), ...env },
    ...(onLine && { onLine }),
  };
  const running = await startFunctions(
    place,
    names.flatMap((name) => Array.from({ length: instances[name] ?? 1 }, () => name)),
  );
  const found = (name: string): FunctionProcess => {
    const one = running.find((process) => process.name === name);
    if (!one) throw new Error(`the function ${name} was not started`);
    return one;
  };
  const trigger = accountEmail(cloud.environment, "trigger");
  const mayCall = () =>
    cloud.allowed(trigger, "eventarc.events.receiveEvent", "project") &&
    cloud.allowed(trigger, "run.routes.invoke", "events");
  const pusher = createPusher({ backoffMs: [50, 2_000], trigger, mayCall, ...options.pusher });
  const events = openLandingEvents(pusher);
  const addresses = await connect(cloud, { pusher, events }, running);
  return {
    cloud,
    plans,
    pusher,
    events,
    function: found,
    processes: running,
    upload: (name, content, created) =>
      cloud.storage.put(bucketName(cloud.environment, "landing"), name, content, {}, created),
    tick: (topic) => {
      const data = Buffer.from("{}").toString("base64");
      cloud.pubsub.broker.publish(topicPath(cloud.environment, topic), [{ data, attributes: {} }]);
    },
    atWork: () => {
      const urls = new Set([...addresses.values()].flatMap((address) => address.atWork()));
      return running.filter(({ url }) => urls.has(url));
    },
    async replace(one, signal = "SIGKILL") {
      const former = typeof one === "string" ? found(one) : one;
      const port = Number(new URL(former.url).port);
      await former.stop(signal);
      const next = await startFunction({ ...place, portOf: () => port }, former.name);
      running.splice(running.indexOf(former), 1, next);
    },
    async freeze({ name, url, process }) {
      process.kill("SIGSTOP");
      addresses.get(name)?.giveUp(url);
      const successor = await startFunction(place, name);
      running.unshift(successor); // from now on the first
      addresses.get(name)?.add(successor.url);
    },
    async close() {
      pusher.close();
      for (const address of addresses.values()) address.close();
      await Promise.all(running.map((one) => one.stop("SIGKILL")));
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `infra` makes of the functions' triggers. */
async function connect(
  cloud: FakeCloud,
  { pusher, events }: { readonly pusher: Pusher; readonly events: LandingEvents },
  running: readonly FunctionProcess[],
): Promise<ReadonlyMap<string, Address>> {
  const { environment, pubsub } = cloud;
  const addresses = new Map<string, Address>();
  const mayTell = (topic: string) => cloud.allowed(agentEmail("storage"), "pubsub.topics.publish", topic);
  // Eventarc makes a topic of its own for each trigger.
  const eventarcs = `projects/${environment.project}/topics/eventarc-${environment.region}-landing-001`;
  for (const [name, instances] of Map.groupBy(running, (one) => one.name)) {
    const address = await openAddress(instances.map(({ url }) => url));
    addresses.set(name, address);
    const [{ trigger }] = instances as [FunctionProcess];
    if (trigger.kind === "event") {
      const push = pushBucket(bucketName(environment, trigger.zone), events, address.url);
      cloud.onFinalized((object) => {
        if (object.bucket === bucketName(environment, trigger.zone) && mayTell(eventarcs)) push(object);
      });
    }
    if (trigger.kind === "topic") pushTopic(pubsub.broker, topicPath(environment, trigger.topic), pusher, address.url);
  }
  const ledger = { bucket: bucketName(environment, "ledger"), topic: topicPath(environment, "reported") };
  const notify = notifyTopic(pubsub.broker, { ...ledger, id: "1" });
  cloud.onFinalized((object) => {
    if (object.bucket === ledger.bucket && mayTell(ledger.topic)) notify(object);
  });
  return addresses;
}

export function contentOf(path: string): Uint8Array {
  return readFileSync(path);
}
