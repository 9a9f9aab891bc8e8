import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParquetWriter } from "../property/write-parquet.ts";
import { type Order, placesIn } from "./order.ts";
import { writeSamples } from "./samples.ts";
import { STORY } from "./story.ts";
import type { Told } from "./tell-state.ts";
import type { Moment, Step } from "./watch.ts";

const MOST_MS = 60_000;

/** A lake in which the story was played as far as wanted. */
export interface Played {
  readonly told: Told;
  /** Ids of mails as their files have them. */
  readonly mails: readonly string[];
  /** Moments at which a process died, in their order; others were never reached. */
  readonly died: readonly Moment[];
}

/** The story without a death, and what deaths start from. */
export interface Undisturbed extends Played {
  /** Steps by act, then those of the launched host. */
  readonly steps: readonly (readonly Step[])[];
  readonly hostSteps: readonly Step[];
}

/** Plays the story in processes of their own, in folders that are gone at the end. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), "sluice-chain-"));
  readonly #samples = join(this.folder, "samples");
  readonly #running = new Set<ChildProcess>();
  #cases = 0;

  async play(): Promise<Undisturbed> {
    mkdirSync(this.#samples);
    const sql = new ParquetWriter();
    await writeSamples(this.#samples, sql);
    sql.close();
    const folder = this.#fresh();
    const steps: Step[][] = [];
    for (const [act] of STORY.entries()) {
      const { code, stderr } = await this.#run({ ...this.#order(folder), acts: act + 1 });
      if (code !== 0) throw new Error(`the story fails without any death:\n${stderr}`);
      steps.push(readJson(placesIn(folder).steps));
      if (act === 0) execFileSync("cp", ["-a", folder, this.#afterFirst]);
    }
    return { ...this.#outcome(folder, []), steps, hostSteps: readJson(placesIn(folder).hostSteps) };
  }

  /** One process after the other dies, each at its moment; the last one comes to the end. `act`: in which they die. */
  async playDying(act: number, moments: readonly Moment[], hostMoment: Moment | null = null): Promise<Played> {
    const folder = this.#fresh(act);
    const died: Moment[] = [];
    try {
      for (const moment of [...moments, null]) {
        const order = { ...this.#order(folder), hours: died.length, moment, hostMoment };
        const { code, signal, stderr } = await this.#run(order);
        if (signal === "SIGKILL" && moment) died.push(moment);
        else if (code === 0) break;
        else throw new Error(`a process ended with ${signal ?? code}, after ${describe(died)}:\n${stderr}`);
      }
      return this.#outcome(folder, died);
    } finally {
      this.#remove(folder);
    }
  }

  close(): void {
    for (const child of this.#running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #afterFirst(): string {
    return join(this.folder, "after the first act");
  }

  #fresh(act = 0): string {
    this.#cases += 1;
    const folder = join(this.folder, `case-${this.#cases}`);
    if (act === 0) mkdirSync(folder);
    else execFileSync("cp", ["-a", this.#afterFirst, folder]);
    return folder;
  }

  #order(folder: string): Order {
    return { folder, samples: this.#samples, acts: STORY.length, hours: 0, moment: null, hostMoment: null };
  }

  #outcome(folder: string, died: readonly Moment[]): Played {
    const { lake, state } = placesIn(folder);
    const mails = readdirSync(join(lake, "mail")).map((name) => readFileSync(join(lake, "mail", name), "utf8"));
    const ids = mails.map((mail) => /^Message-ID: <[a-z]+\.(\w+)\.(\d+)\./im.exec(mail)?.slice(1).join(" ") ?? "");
    return { told: readJson(state), mails: ids.sort(), died };
  }

  #run(order: Order): Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }> {
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(this.folder, "compiled") };
    const args = [join(import.meta.dirname, "worker.ts"), JSON.stringify(order)];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "pipe"], timeout: MOST_MS });
    this.#running.add(child);
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    return new Promise((ended) => {
      child.once("close", (code, signal) => {
        this.#running.delete(child);
        ended({ code, signal, stderr });
      });
    });
  }

  /** A host that was launched twice may still be at work. */
  #remove(folder: string): void {
    const { jobs } = placesIn(folder);
    for (const name of existsSync(jobs) ? readdirSync(jobs) : []) {
      if (name.endsWith(".pid")) endProcess(Number(readFileSync(join(jobs, name), "utf8")));
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
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

export function describe(moments: readonly Moment[]): string {
  return moments.map(({ kind, subject, nth, at }) => `${at} in call ${nth} of ${kind} (${subject})`).join("; ");
}
