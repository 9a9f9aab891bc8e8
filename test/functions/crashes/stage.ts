import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CanonicalState } from "../../../lakehouse/run/canonical-state.ts";
import type { Called } from "../../fakes/http/service.ts";
import { ParquetWriter } from "../../property/write-parquet.ts";
import { type Deployed, type DeployOptions, deploy } from "../cloud/deployed.ts";
import { leftToDo, settle } from "../cloud/settle.ts";
import { canonicalOf } from "../cloud/state.ts";
import { ending, freezing, UnderWay } from "./blows.ts";
import { emptyLake } from "./empty.ts";
import { type Mails, mailsOf } from "./mails.ts";
import type { Step } from "./step.ts";
import { DAYS, LAUNCH_ABOVE_BYTES, uploads, writeSamples } from "./story.ts";
import { type Moment, Strikes } from "./strikes.ts";

/** A lake in which the story was played to its end. */
export interface Played {
  readonly canonical: CanonicalState;
  readonly left: readonly string[];
  readonly mails: Mails;
  /** What functions changed, in the order in which each change was first seen. */
  readonly steps: readonly Step[];
  readonly struck: readonly Moment[];
  /** What those that had stood still asked for when they went on, and how that was answered. */
  readonly woken: readonly Called[];
}

export interface Playing {
  readonly moments?: readonly Moment[];
  readonly manner?: "SIGKILL" | "SIGTERM" | "SIGSTOP";
  /** A drop comes when nobody works on the one before; or all of a day at once. */
  readonly order?: "fixed" | "random";
}

/** Plays the story over one deployment, each time in an empty lake. */
export class Stage {
  readonly #deployed: Deployed;
  readonly #samples: string;

  private constructor(deployed: Deployed, samples: string) {
    this.#deployed = deployed;
    this.#samples = samples;
  }

  static async open(options: Partial<DeployOptions> = {}): Promise<Stage> {
    const samples = mkdtempSync(join(tmpdir(), "sluice-crashes-"));
    const writer = new ParquetWriter();
    await writeSamples(samples, writer);
    writer.close();
    const settings = { launchAboveBytes: LAUNCH_ABOVE_BYTES };
    return new Stage(await deploy({ contracts: "test/functions/cloud/contracts", settings, ...options }), samples);
  }

  async play({ moments = [], manner = "SIGKILL", order = "fixed" }: Playing = {}): Promise<Played> {
    const deployed = this.#deployed;
    await emptyLake(deployed);
    const names = new Map<string, string>();
    const strikes = new Strikes(moments);
    const under = new UnderWay();
    strikes.watch(deployed, names, manner === "SIGSTOP" ? freezing(deployed, under) : ending(deployed, under, manner));
    let before = 0;
    try {
      for (const day of DAYS) {
        for (const _ of uploads(deployed, day, this.#samples, names)) {
          if (order === "fixed") await deployed.pusher.idle();
        }
        await settle(deployed);
      }
    } finally {
      before = deployed.cloud.calls.length;
      await under.end();
    }
    const woken = deployed.cloud.calls.slice(before);
    await settle(deployed);
    deployed.cloud.watch(null);
    const { steps, struck } = strikes;
    return {
      canonical: await canonicalOf(deployed),
      left: leftToDo(deployed),
      mails: mailsOf(deployed),
      steps,
      struck,
      woken,
    };
  }

  async close(): Promise<void> {
    await this.#deployed.close();
    rmSync(this.#samples, { recursive: true, force: true });
  }
}
