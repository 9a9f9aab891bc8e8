import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Order, placesIn } from "./order.ts";

/** A process that hangs is ended after this long. */
const MOST_MS = 300_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Starts programs of this folder, and ends them all if it must. */
export class Processes {
  readonly #compiled: string;
  readonly #running = new Set<ChildProcess>();

  /** `compiled`: a folder where they find what others of them have compiled. */
  constructor(compiled: string) {
    this.#compiled = compiled;
  }

  worker(order: Order): Promise<Ended> {
    return this.start("worker.ts", order).ended;
  }

  /** One that freezes at its moment, others do `meanwhile`, then it goes on to its end. False: it never froze. */
  async freezing(
    order: Order,
    meanwhile: () => Promise<void>,
  ): Promise<{ readonly froze: boolean; readonly ended: Ended }> {
    const { child, ended } = this.start("worker.ts", { ...order, manner: "freezes" });
    let over = false;
    const end = ended.finally(() => {
      over = true;
    });
    const { frozen } = placesIn(order.folder);
    while (!over && !existsSync(frozen)) await sleep(10);
    const froze = existsSync(frozen);
    try {
      if (froze) await meanwhile();
    } finally {
      child.kill("SIGCONT");
    }
    return { froze, ended: await end };
  }

  start(program: string, order: object): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: this.#compiled };
    const child = spawn(process.execPath, [join(import.meta.dirname, program), JSON.stringify(order)], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: MOST_MS,
      killSignal: "SIGTERM",
    });
    this.#running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once("close", (code, signal) => {
        this.#running.delete(child);
        resolve({ code, signal, output });
      });
    });
    return { child, ended };
  }

  endAll(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }
}
