import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ParquetWriter } from "../property/write-parquet.ts";
import { type Order, placesIn } from "./processes/order.ts";
import { type Ended, Processes } from "./processes/run.ts";
import type { Moment, Step } from "./processes/watch.ts";
import { writeSamples } from "./story/samples.ts";
import { STORY } from "./story/story.ts";
import type { Told } from "./story/tell-state.ts";

/** A lake in which the story was played to its end. */
export interface Played {
  readonly told: Told;
  /** Ids of mails as their files have them. */
  readonly mails: readonly string[];
  /** Moments at which a process died, or froze, in their order; others were never reached. */
  readonly struck: readonly Moment[];
}

/** The story without a death. */
export interface Undisturbed extends Played {
  /** Steps by act. */
  readonly steps: readonly (readonly Step[])[];
  readonly hostSteps: readonly Step[];
}

/** Plays the story in processes of their own, in folders that are gone at the end. */
export class Stage {
  readonly #folder = mkdtempSync(join(tmpdir(), "sluice-chain-"));
  readonly #samples = join(this.#folder, "samples");
  readonly #afterFirst = join(this.#folder, "after the first act");
  readonly #processes = new Processes(join(this.#folder, "compiled"));
  #cases = 0;

  async play(): Promise<Undisturbed> {
    mkdirSync(this.#samples);
    const sql = new ParquetWriter();
    await writeSamples(this.#samples, sql);
    sql.close();
    const order = this.#order(0);
    const { steps, hostSteps } = placesIn(order.folder);
    const byAct: Step[][] = [];
    for (const [act] of STORY.entries()) {
      cameToItsEnd(await this.#processes.worker({ ...order, acts: act + 1 }), []);
      byAct.push(readJson(steps));
      if (act === 0) copy(order.folder, this.#afterFirst);
    }
    return { ...outcome(order.folder, []), steps: byAct, hostSteps: readJson(hostSteps) };
  }

  /**
   * One process after the other dies, each at the first moment that it reaches of those at which nobody has: who takes up
   * work again may take drops in another order. The last one comes to the end. `act`: in which they die.
   */
  async playDying(act: number, moments: readonly Moment[], hostMoment: Moment | null = null): Promise<Played> {
    const order = this.#order(act);
    const died: Moment[] = [];
    try {
      for (;;) {
        const left = moments.filter((moment) => !died.some((before) => isDeepStrictEqual(before, moment)));
        const ended = await this.#processes.worker({ ...order, hours: died.length, moments: left, hostMoment });
        if (ended.signal !== "SIGKILL" || left.length === 0) {
          cameToItsEnd(ended, died);
          return outcome(order.folder, died);
        }
        died.push(readJson(placesIn(order.folder).died));
      }
    } finally {
      remove(order.folder);
    }
  }

  /** A process stands still for hours, in which another comes to the end; then it goes on where it stood. */
  async playFreezing(act: number, moment: Moment): Promise<Played> {
    const order = this.#order(act);
    const other = async (hours: number) => cameToItsEnd(await this.#processes.worker({ ...order, hours }), [moment]);
    try {
      const { froze, ended } = await this.#processes.freezing({ ...order, moments: [moment] }, () => other(1));
      cameToItsEnd(ended, [moment]);
      // What it left behind is found by whoever comes next.
      rmSync(placesIn(order.folder).over(STORY.at(-1)?.name ?? ""));
      await other(2);
      return outcome(order.folder, froze ? [moment] : []);
    } finally {
      remove(order.folder);
    }
  }

  close(): void {
    this.#processes.endAll();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** In a folder of its own, where the acts before have been played. */
  #order(act: number): Order {
    this.#cases += 1;
    const folder = join(this.#folder, `case-${this.#cases}`);
    if (act === 0) mkdirSync(folder);
    else copy(this.#afterFirst, folder);
    const calm = { hours: 0, moments: [], manner: "dies" as const, hostMoment: null };
    return { folder, samples: this.#samples, acts: STORY.length, ...calm };
  }
}

export function inWords(moments: readonly Moment[]): string {
  return moments.map(({ kind, subject, nth, at }) => `${at} in call ${nth} of ${kind} (${subject})`).join("; ");
}

function cameToItsEnd({ code, signal, output }: Ended, struck: readonly Moment[]): void {
  if (code === 0) return;
  throw new Error(`a process ended with ${signal ?? code}; struck before: ${inWords(struck) || "none"}\n${output}`);
}

function outcome(folder: string, struck: readonly Moment[]): Played {
  const { lake, state } = placesIn(folder);
  const mails = readdirSync(join(lake, "mail")).map((name) => readFileSync(join(lake, "mail", name), "utf8"));
  const ids = mails.map((mail) => /^Message-ID: <[a-z]+\.(\w+)\.(\d+)\./im.exec(mail)?.slice(1).join(" ") ?? "");
  return { told: readJson(state), mails: ids.sort(), struck };
}

/** With times and all: they are what generations are. */
function copy(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

/** A host that was launched twice may still be at work. */
function remove(folder: string): void {
  const { jobs } = placesIn(folder);
  for (const name of existsSync(jobs) ? readdirSync(jobs) : []) {
    if (name.endsWith(".pid")) endProcess(Number(readFileSync(join(jobs, name), "utf8")));
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
