import { setMaxListeners } from "node:events";
import type { z } from "zod";
import type { Plan } from "../plan/plan.ts";
import { NothingSchema } from "./answers.ts";
import { type ChildLimits, EngineChild } from "./child-process.ts";
import type { Answer, Request } from "./protocol.ts";
import { CURE, Refused } from "./refused.ts";

/** Plans by the hash that requests name them by. */
export type Plans = ReadonlyMap<string, Plan>;

export interface Asked<Value> {
  readonly value: Value;
  readonly milliseconds: number;
}

/** Hands requests to at most so many children; each request is answered, refused (throws `Refused`) or a bug (throws). */
export interface Supervisor {
  ask<Value>(request: Request, schema: z.ZodType<Value>, signal?: AbortSignal): Promise<Asked<Value>>;
  /** Starts all children now; settles when they can work. */
  ready(): Promise<void>;
  /** Nobody will ask about this folder again: children let go of it. */
  release(folder: string): Promise<void>;
  close(): Promise<void>;
}

interface Worker {
  readonly child: EngineChild;
  readonly knows: Set<string>;
  folder: string | null;
  busy: boolean;
}

interface Waiting {
  readonly folder: string | null;
  start(worker: Worker): void;
}

export function createSupervisor(workers: number, limits: ChildLimits, plans: Plans): Supervisor {
  const pool = new Set<Worker>();
  const waiting: Waiting[] = [];
  let closed = false;

  /** A child that has this box open saves the making of an instance; else any idle one; else a new one. */
  function pick(folder: string | null): Worker | null {
    const idle = [...pool].filter((worker) => !worker.busy && !isDead(worker));
    const found =
      idle.find((worker) => worker.folder === folder) ?? idle.find((worker) => worker.folder === null) ?? idle[0];
    if (found || pool.size >= workers) return found ?? null;
    return spawnWorker();
  }

  /** Nobody asked it anything: no drop is to blame for its death. */
  function isDead(worker: Worker): boolean {
    return !worker.child.usable && pool.delete(worker);
  }

  function spawnWorker(): Worker {
    const made: Worker = { child: new EngineChild(limits), knows: new Set(), folder: null, busy: false };
    pool.add(made);
    return made;
  }

  /** A child without a box: it answers as soon as it is up. */
  async function letGo(worker: Worker): Promise<void> {
    worker.busy = true;
    worker.folder = null;
    const answer = await worker.child.ask({ kind: "close" }).catch(() => null);
    if (!answer?.ok || !NothingSchema.safeParse(answer.value).success) worker.child.kill();
    take(worker);
  }

  function pump(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const worker = pick(next.folder);
      if (!worker) return;
      waiting.shift();
      worker.busy = true;
      worker.folder = next.folder ?? worker.folder;
      next.start(worker);
    }
  }

  function give(folder: string | null): Promise<Worker> {
    if (closed) throw new Error("the engine is closed");
    return new Promise((start) => {
      waiting.push({ folder, start });
      pump();
    });
  }

  function take(worker: Worker): void {
    worker.busy = false;
    if (!worker.child.usable) pool.delete(worker);
    pump();
  }

  async function run(worker: Worker, request: Request, signal: AbortSignal | undefined): Promise<Answer> {
    const stop = () => worker.child.kill();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      if ("plan" in request && request.kind !== "learn" && !worker.knows.has(request.plan)) {
        const plan = plans.get(request.plan);
        if (!plan) throw new RangeError(`plan ${request.plan} was not registered`);
        const learned = await worker.child.ask({ kind: "learn", hash: request.plan, plan });
        if (!learned.ok) return learned;
        worker.knows.add(request.plan);
      }
      const answer = await worker.child.ask(request);
      // What made this child refuse may have broken it too; the next drop gets another.
      if (!answer.ok && !("undecoded" in answer && answer.undecoded)) stop();
      return answer;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  return {
    async ask(request, schema, signal) {
      if (signal) setMaxListeners(0, signal);
      const worker = await give("box" in request ? request.box.folder : null);
      try {
        signal?.throwIfAborted();
        const answer = await run(worker, request, signal);
        if (!answer.ok)
          throw "refusal" in answer
            ? new Refused(answer.refusal)
            : new Error(`bug in the engine's child: ${answer.bug}`);
        const value = schema.safeParse(answer.value);
        if (value.success) return { value: value.data, milliseconds: answer.milliseconds };
        worker.child.kill();
        throw new Refused({
          code: "CRASHED",
          message: "the file made its reader answer what makes no sense",
          cure: CURE.otherWriter,
        });
      } finally {
        take(worker);
      }
    },
    async ready() {
      const started: Worker[] = [];
      while (pool.size < workers) started.push(spawnWorker());
      await Promise.all(started.map(letGo));
    },
    async release(folder) {
      await Promise.all([...pool].filter((worker) => worker.folder === folder && !worker.busy).map(letGo));
    },
    async close() {
      closed = true;
      const all = [...pool];
      for (const worker of all) worker.child.kill();
      await Promise.all(all.map((worker) => worker.child.gone));
      // Those who still wait get a dead child, which answers at once.
      for (const next of waiting.splice(0)) if (all[0]) next.start(all[0]);
    },
  };
}
