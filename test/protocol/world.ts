import { createHash } from "node:crypto";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Clock, Launch, Launcher, ObjectMeta, Objects, Warehouse } from "../../lakehouse/ports.ts";
import { Denied, Unavailable } from "../../lakehouse/ports.ts";
import { runManifest } from "../../lakehouse/run/host.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";
import { Random } from "../property/random.ts";
import type { Actor } from "./actor.ts";
import { objectsOf } from "./actor-objects.ts";
import { warehouseOf } from "./actor-warehouse.ts";
import { DATASET, type Plans, plansOf } from "./contracts.ts";
import { createContentEngine, Died } from "./engine.ts";
import { createHostFarm, type HostFarm } from "./launcher.ts";
import { Scheduler } from "./scheduler.ts";
import type { Setup } from "./setup.ts";
import { createTables, type Tables } from "./tables.ts";
import { Ledger } from "./watch/ledger.ts";
import { watchObjects } from "./watch/objects.ts";
import { watchWarehouse } from "./watch/warehouse.ts";

const START = "2026-03-10T08:00:00.000Z";
export const BUCKET = "bucket";
export const LEASE_SECONDS = 30;

/** Changes a rule of the code, between it and its ports. */
export type Mutate = (tools: Tools, world: World) => Tools;

type Ports = Pick<Tools, "objects" | "warehouse" | "launcher" | "engine" | "clock">;

/** One run: the store, the warehouse, the hosts, and who works on them. */
export class World {
  readonly setup: Setup;
  readonly plans: Plans;
  readonly scheduler: Scheduler;
  readonly ledger = new Ledger();
  readonly tables: Tables;
  readonly farm: HostFarm;
  /** For what the world's own actors decide. */
  readonly chance: Random;
  deployed: Plan;
  /** Hosts that nobody schedules, since the reconciler is alone. */
  hosts: Promise<void>[] | null = null;
  readonly #store;
  readonly #warehouse: Warehouse;
  readonly #tokens: Random;
  readonly #mutate: Mutate;
  #created: string | null = null;

  constructor(seed: number, setup: Setup, mutate: Mutate = (tools) => tools) {
    this.setup = setup;
    this.plans = plansOf(setup.policy);
    this.deployed = this.deploy(setup.second === "from the start" ? this.plans.second : this.plans.first);
    this.scheduler = new Scheduler(START, setup.weather, new Random(seed));
    const streams = [1, 2, 3].map((stream) => new Random(seed + stream * 7_919)) as [Random, Random, Random];
    const [generations, tokens, chance] = streams;
    this.chance = chance;
    this.#tokens = tokens;
    const clock = { now: () => this.#created ?? this.scheduler.time() };
    this.#store = createMemoryObjects({ clock, random: () => generations.next() });
    const blame = (error: unknown) => this.scheduler.fail(error, "what must hold does not");
    this.tables = createTables(this, clock, (uri, generation) => this.#goodFile(uri, generation), seed);
    this.#warehouse = watchWarehouse(this.tables.warehouse, this.tables.watched, this.ledger, blame);
    this.farm = createHostFarm(
      (job, started, ended) => {
        const over = () => {
          // The first time: who saw that may go on while the job, once forgotten, runs again.
          const known = this.ledger.reportsAtEnd.get(job.name) ?? new Set(this.ledger.reports.keys());
          this.ledger.reportsAtEnd.set(job.name, known);
          ended();
        };
        this.#startHost(job, started, over);
      },
      () => this.hosts === null && this.chance.next() < setup.hostTrouble / 2,
    );
    this.#mutate = mutate;
  }

  /** From now on drops are taken up by this plan. */
  deploy(plan: Plan): Plan {
    this.ledger.deployed.add(this.hashOf(plan));
    this.deployed = plan;
    return plan;
  }

  hashOf(plan: Plan): string {
    const { first, hashes } = this.plans;
    return plan === first ? hashes.first : hashes.second;
  }

  /** The store without turns, but with its judges. */
  store(files = new Map<string, Uint8Array>()): Objects {
    const blame = (error: unknown) => this.scheduler.fail(error, "what must hold does not");
    return watchObjects(this.#store.seenBy({}, files), this.ledger, blame);
  }

  /** An object is gone, and nobody removed it. */
  async lose(name: string): Promise<void> {
    const { generation = "0" } = (await this.#store.stat(name)) ?? {};
    await this.#store.remove(name, { generation });
    this.ledger.lose(name);
  }

  /** What is created in it was created at that time. */
  async createdAt<T>(time: string | null, work: () => Promise<T>): Promise<T> {
    this.#created = time;
    try {
      return await work();
    } finally {
      this.#created = null;
    }
  }

  /** What one process has at hand. */
  toolsOf(actor: Actor): Tools {
    const files = new Map<string, Uint8Array>();
    const wrong = this.chance.between(-this.setup.skewHours, this.setup.skewHours) * 3_600_000;
    const engine = createContentEngine(files);
    return this.#tools({
      objects: objectsOf(actor, this.store(files)),
      warehouse: warehouseOf(actor, this.#warehouse),
      launcher: this.farm.launcherOf(actor),
      engine: {
        split: async (...given) => {
          if (this.setup.splitMs > 0) await actor.sleep(this.setup.splitMs);
          return actor.call("split", () => engine.split(...given));
        },
      },
      clock: {
        now: () => new Date(this.scheduler.now + wrong).toISOString(),
        sleep: (milliseconds, signal) => actor.sleep(milliseconds, signal),
      },
    });
  }

  /** What the reconciler has when nobody else is left: nothing fails, nobody comes between. */
  toolsAlone(): Tools {
    const files = new Map<string, Uint8Array>();
    const clock: Clock = { now: () => this.scheduler.time(), sleep: (time, signal) => this.#pass(time, signal) };
    const launcher: Launcher = this.farm.plain;
    const engine = createContentEngine(files);
    const objects = bounded(this.store(files));
    return this.#tools({ objects, warehouse: this.#warehouse, launcher, engine, clock });
  }

  #tools(ports: Ports): Tools {
    const tools: Tools = {
      ...ports,
      project: "test",
      token: () => this.#token(),
      sha256: async (object) => sha256(tools.objects, object),
      leaseSeconds: LEASE_SECONDS,
      launchAboveBytes: this.setup.launchAboveBytes,
      host: "node",
    };
    return this.#mutate(tools, this);
  }

  #token(): string {
    const half = () =>
      this.#tokens
        .between(0, 2 ** 32 - 1)
        .toString(16)
        .padStart(8, "0");
    return half() + half();
  }

  /** A sleeper that can be woken is woken by nothing else: there is nobody to show signs of life to. */
  async #pass(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal) {
      if (!signal.aborted) await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
      return;
    }
    this.scheduler.now += milliseconds;
    await this.tables.warehouse.settle();
  }

  async #goodFile(uri: string, generation: string): Promise<unknown> {
    if (!this.ledger.goodFiles.has(uri)) {
      this.scheduler.fail(new Error(`a load reads ${uri}, which no report names`), "what must hold does not");
    }
    const { bytes } = await this.#store.read(uri, { generation });
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  #startHost({ name, manifest }: Launch, started: () => void, ended: () => void): void {
    if (this.hosts) {
      started();
      const work = async () => void (await runManifest(this.toolsAlone(), manifest));
      this.hosts.push(untilUnavailable(work).then(ended));
      return;
    }
    const lame = this.chance.next() < this.setup.hostTrouble;
    const dying = this.chance.next() < this.setup.hostTrouble;
    const host = this.scheduler.spawn(`host ${name.slice(-8)}`, async (actor) => {
      await untilUnavailable(async () => {
        await actor.call(lame ? "never starts" : "starts", async () => undefined);
        if (lame) return;
        started();
        const tools = this.toolsOf(actor);
        await runManifest(dying ? goneAfterOneReport(tools) : tools, manifest);
      });
    });
    host.onEnd = ended;
  }
}

/** A host whose machine is lost while it has more to do. */
function goneAfterOneReport(tools: Tools): Tools {
  let reported = false;
  const write: Objects["write"] = async (name, content, precondition) => {
    if (reported) throw new Unavailable("this host's machine is lost");
    const meta = await tools.objects.write(name, content, precondition);
    reported = name.includes("/reports/");
    return meta;
  };
  return { ...tools, objects: { ...tools.objects, write } };
}

const MOST_READS = 5_000;

/** Who works alone is stopped by nobody else. */
function bounded(store: Objects): Objects {
  let reads = 0;
  const read: Objects["read"] = (name, wanted) => {
    reads += 1;
    if (reads > MOST_READS) throw new Error(`it goes round in circles, at ${name}`);
    return store.read(name, wanted);
  };
  return { ...store, read };
}

/** A process that is not answered ends; somebody will come again. */
export async function untilUnavailable(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Unavailable || error instanceof Denied || error instanceof Died || isLost(error)))
      throw error;
    return false;
  }
}

/** What nature takes away between two looks of a process ends it, as death does. */
function isLost(error: unknown): boolean {
  return error instanceof Error && error.message.endsWith("epoch.json was there and is gone");
}

async function sha256(objects: Objects, { name, generation }: ObjectMeta): Promise<string> {
  return createHash("sha256")
    .update((await objects.read(name, { generation })).bytes)
    .digest("hex");
}

export const matched = (plan: Plan) => (name: string) => {
  const [, day] = new RegExp(`^${DATASET}/dt=([\\d-]{10})/`).exec(name) ?? [];
  return day === undefined ? null : { plan, day };
};
