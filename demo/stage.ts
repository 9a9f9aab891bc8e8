import { type Laptop, openLaptop } from "../lakehouse/environment.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import { NO_LIFTS } from "../lakehouse/plan/report.ts";
import { type ChainTools, type Followed, publishAndTell } from "../lakehouse/run/chain.ts";
import { dropFile } from "../lakehouse/run/drop-file.ts";
import { openEngine } from "../lakehouse/run/engine.ts";
import type { Processed } from "../lakehouse/run/process.ts";
import { publishOrder } from "../lakehouse/run/publish-order.ts";
import { dateOf } from "./calendar.ts";
import { type StoryClock, storyClock } from "./clock.ts";
import { type Edition, plansOf } from "./story/editions.ts";
import { objectName, type Upload } from "./upload.ts";

/** Where the story is played: a lake, its chain, and a clock that is put on from scene to scene. */
export interface Stage {
  readonly laptop: Laptop;
  readonly tools: ChainTools;
  readonly clock: StoryClock;
  /** The lake's folder. */
  readonly lake: string;
  /** The contracts' folder. */
  readonly contracts: string;
  edition(): Edition;
  planOf(dataset: string): Plan;
  /** Contracts become tables, as `pulumi up` does it in the cloud. */
  deploy(edition: Edition): Promise<void>;
  /** Uploads and splits, all at the same time. */
  arrive(sent: readonly Upload[]): Promise<Processed[]>;
  /** Everything that is ready is published, tables follow, people are told. */
  publish(): Promise<Followed>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly lake: string;
  readonly contracts: string;
  /** RFC 3339 UTC. */
  readonly starts: string;
  readonly edition: Edition;
  /** What names the lake in a command. */
  readonly flags?: string | undefined;
  /** What stands between the chain and the laptop. */
  readonly around?: (laptop: Laptop) => Laptop;
}

/** Opens the lake; its tables are made by `deploy`. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { lake, contracts, starts, edition: first, flags, around = (laptop) => laptop } = options;
  const clock = storyClock(starts);
  // Nobody needs this lake after a power cut, and waiting for the disk would take longer than the work.
  const laptop = around(await openLaptop({ lake, flags, clock, durable: false }));
  const engine = openEngine(laptop.engine);
  const tools = { ...laptop, engine };
  let edition = first;
  let plans = await plansOf(edition, contracts, laptop.place);

  return { laptop, tools, clock, lake, contracts, edition: () => edition, planOf, deploy, arrive, publish, close };

  function planOf(dataset: string): Plan {
    const plan = plans.find((one) => one.dataset === dataset);
    if (!plan) throw new Error(`no contract in ${contracts} is about ${dataset}`);
    return plan;
  }

  async function deploy(next: Edition): Promise<void> {
    if (next !== edition) plans = await plansOf(next, contracts, laptop.place);
    edition = next;
    for (const plan of plans) await laptop.up(plan);
  }

  function arrive(sent: readonly Upload[]): Promise<Processed[]> {
    return Promise.all(
      sent.map(({ dataset, day, file, path, at }) =>
        dropFile(tools, {
          path,
          name: objectName(dataset, day, file),
          day: dateOf(day),
          arrived: at,
          lifts: NO_LIFTS,
          plan: planOf(dataset),
        }),
      ),
    );
  }

  async function publish(): Promise<Followed> {
    const followed = await publishAndTell(tools, publishOrder(plans, new Set(plans.map(({ dataset }) => dataset))));
    // On a stage nothing may go wrong unseen.
    for (const { fault, stuck, waitingOn, dataset } of followed.advanced) {
      if (fault) throw fault;
      if (stuck || waitingOn)
        throw new Error(`${dataset} is not published: ${JSON.stringify(stuck?.stuck ?? waitingOn)}`);
    }
    for (const fault of followed.informed.faults) throw fault;
    return followed;
  }

  async function close(): Promise<void> {
    await engine.close();
    await laptop.close();
  }
}
