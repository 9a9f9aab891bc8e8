import { createHash } from "node:crypto";
import { landingPath, tableNames } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Clock, Launcher, Row, TableRef } from "../../../lakehouse/ports.ts";
import { type Arrival, arrivalOf } from "../../../lakehouse/run/arrival.ts";
import { canonicalState } from "../../../lakehouse/run/canonical-state.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import { createMemoryObjects, type MemoryObjects } from "../../fakes/memory/objects.ts";
import { createMemoryWarehouse, type FileContent, type MemoryWarehouse } from "../../fakes/memory/warehouse.ts";
import { Random } from "../../property/random.ts";
import { type Content, encodeContent } from "../../protocol/content.ts";
import { DATASET, DERIVED, PLACE, type Plans, type Policy, plansOf } from "../../protocol/contracts.ts";
import { createContentEngine } from "../../protocol/engine.ts";
import { rowsByDay } from "../../protocol/model/derived.ts";
import type { Life } from "./life.ts";

export const LEASE_SECONDS = 30;
const START = Date.parse("2026-03-10T08:00:00.000Z");

/** The chain over memory alone: its own code, with a store, a warehouse and a split that cost nothing. */
export class MemoryLake {
  readonly plans: Plans;
  /** Milliseconds of the store's clock. */
  now = START;
  readonly #store: MemoryObjects;
  readonly #warehouse: MemoryWarehouse;
  readonly #random: Random;

  constructor(policy: Policy, seed: number) {
    this.plans = plansOf(policy);
    this.#random = new Random(seed);
    const clock = { now: () => this.time() };
    this.#store = createMemoryObjects({ clock, random: () => this.#random.next() });
    const [things, days] = [consumption(this.plans.first), consumption(this.plans.derived)];
    this.#warehouse = createMemoryWarehouse({
      clock,
      targets: [targetOf(this.plans.second, things), targetOf(this.plans.derived, days)],
      readFile: async (uri, generation) =>
        JSON.parse(textOf((await this.#store.read(uri, { generation })).bytes)) as FileContent,
      derive: ({ partitions }, rowsOf) =>
        rowsByDay(rowsOf(things) ?? [], (partition) => partitions.includes("*") || partitions.includes(partition)),
      query: (text, rowsOf) => (rowsOf(text === DATASET ? things : days) ?? []).map(shownRow),
    });
  }

  time(): string {
    return new Date(this.now).toISOString();
  }

  /** What one process has at hand, as long as it lives. */
  tools(life: Life): Tools {
    const files = new Map<string, Uint8Array>();
    const launcher: Launcher = { launch: unlaunched, phase: unlaunched, log: unlaunched };
    const engine = createContentEngine(files);
    const objects = life.over(this.#store.seenBy({}, files));
    return {
      objects,
      warehouse: life.over(this.#warehouse),
      engine: life.over(engine),
      clock: this.#clock(),
      launcher,
      project: PLACE.project,
      token: () => createHash("sha256").update(String(this.#random.next())).digest("hex").slice(0, 16),
      sha256: async (object) => hashOf((await objects.read(object.name, object)).bytes),
      leaseSeconds: LEASE_SECONDS,
      launchAboveBytes: Number.POSITIVE_INFINITY,
      host: "node",
    };
  }

  /** A producer's upload, over whatever is there, at the present time. */
  async upload(name: string, content: Content): Promise<Arrival> {
    const path = landingPath(name);
    const generation = (await this.#store.stat(path))?.generation ?? "0";
    const meta = await this.#store.write(path, { kind: "bytes", bytes: encodeContent(content) }, { generation });
    return arrivalOf("bucket", name, meta, /dt=([\d-]{10})/.exec(name)?.[1] ?? null);
  }

  /** Rows of the dataset's table, without a call. */
  rows(): number {
    return this.#warehouse.peek(consumption(this.plans.first))?.length ?? 0;
  }

  canonical() {
    const sources = { objects: this.#store, warehouse: this.#warehouse, tableOf: (dataset: string) => dataset };
    return canonicalState(sources, [DATASET, DERIVED]);
  }

  /** Who sleeps until something happens is woken by that alone; who sleeps for a while lets time pass. */
  #clock(): Clock {
    return {
      now: () => this.time(),
      sleep: async (milliseconds, signal) => {
        if (!signal) this.now += milliseconds;
        else if (!signal.aborted) await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
      },
    };
  }
}

async function unlaunched(): Promise<never> {
  throw new Error("nothing is launched here");
}

function consumption({ dataset, warehouse }: Plan): TableRef {
  return tableNames(PLACE.id, dataset, warehouse.table, warehouse.quarantineTable).consumption;
}

function targetOf(plan: Plan, table: TableRef) {
  const names = [...plan.columns.map(({ name }) => name), "sluice_drop", "sluice_arrived", "sluice_row"];
  const columns = names.map((name) => ({ name, type: "STRING", mode: "NULLABLE" as const }));
  const partitioning = { type: plan.partition.granularity, field: plan.partition.column };
  const sequence = plan.publish.sequence === null ? null : ("seq" as const);
  return { table, shape: { columns, partitioning, clustering: [] }, keyed: plan.key.length > 0, sequence };
}

function shownRow({ drop, ...row }: Readonly<Record<string, Row[string]>>): Row {
  return { ...row, sluice_drop: drop ?? null };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
