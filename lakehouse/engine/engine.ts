import { planHash } from "../plan/canonical.ts";
import type { Plan } from "../plan/plan.ts";
import { BindProblemsSchema, TablesSchema } from "./answers.ts";
import { type DropBox, openBox, openEmptyBox } from "./box.ts";
import type { ChildCommand } from "./child-process.ts";
import type { BindProblem, Box, DropFacts, Expression, Table } from "./protocol.ts";
import { Refused } from "./refused.ts";
import type { DropResult } from "./result.ts";
import { type DropRun, type SplitOptions, splitDrop } from "./split-drop.ts";
import { createSupervisor } from "./supervisor.ts";

export interface EngineOptions {
  /** Children that work at the same time, one thread each. */
  readonly workers: number;
  /** DuckDB's own limit in a child. */
  readonly memoryMb?: number;
  /** A child with more resident memory is killed. */
  readonly rssMb?: number;
  /** Of one request: a preflight, a unit, the checks of a drop. */
  readonly timeoutSeconds?: number;
  /** An existing folder; boxes are made and removed in it. On the file system of the drops nothing is copied. */
  readonly scratch: string;
  /** Instead of the Node host's own child; one that takes no questions (`bind`, `ask`) is enough for `split`. */
  readonly child?: ChildCommand;
}

/** A drop to split: a local file with the object's bytes. */
export interface LocalDrop {
  readonly facts: DropFacts;
  readonly path: string;
  /** What the store says; null: unknown. */
  readonly crc32c: string | null;
}

/** Runs plans on drops, in children that may be killed at any time. Drops may be given at the same time. */
export interface Engine {
  /** Good rows, bad rows with reasons, counts; a drop at fault is a refusal, an exception is a fault of Sluice. */
  split(plan: Plan, drop: LocalDrop, options: SplitOptions): Promise<DropResult>;
  /** Everything wrong with the SQL of a contract, tried against a row of NULLs of its types. */
  bind(
    table: readonly { readonly name: string; readonly type: string }[],
    expressions: readonly Expression[],
  ): Promise<BindProblem[]>;
  /** Sluice's own questions about a Parquet file, whose path stands at `{input}`; throws `Refused`. */
  ask(path: string, statements: readonly string[]): Promise<Table[]>;
  /** Starts the children ahead of the first drop; without it each starts when it is first needed. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { workers, memoryMb = 384, rssMb = 1024, timeoutSeconds = 300, scratch } = options;
  const plans = new Map<string, Plan>();
  const limits = { timeoutSeconds, rssMb, ...(options.child && { child: options.child }) };
  const supervisor = createSupervisor(workers, limits, plans);

  function register(plan: Plan): string {
    const hash = planHash(plan);
    plans.set(hash, plan);
    return hash;
  }

  function boxOf({ folder, input }: DropBox): Box {
    return { folder, input, memoryMb };
  }

  async function close(box: DropBox): Promise<void> {
    await supervisor.release(box.folder);
    await box.remove();
  }

  return {
    async split(plan, drop, splitOptions) {
      const started = performance.now();
      const calling: AbortController[] = [];
      let box: DropBox | null = null;
      try {
        box = await openBox(scratch, drop.path, drop);
        const run = {
          supervisor,
          plan,
          hash: register(plan),
          facts: { ...drop.facts, lifts: splitOptions.lifts },
          box: boxOf(box),
          dropBox: box,
          options: splitOptions,
        };
        const found = await splitTwice(run, calling);
        await box.verifyUnchanged();
        const { bytes, crc32c } = box;
        void supervisor.release(box.folder); // nobody need wait for it
        return {
          kind: "split",
          ...found,
          bytes,
          crc32c,
          milliseconds: times(started, found.milliseconds),
          dispose: box.remove,
        };
      } catch (error) {
        // The other units of this drop are of no use any more, and must not write into a box that is gone.
        for (const call of calling) call.abort();
        if (box) await close(box);
        if (!(error instanceof Refused)) throw error;
        const { bytes = 0, crc32c = null } = box ?? {};
        return {
          kind: "refused",
          refusal: error.refusal,
          bytes,
          crc32c,
          milliseconds: times(started),
          dispose: async () => {},
        };
      }
    },
    async bind(table, expressions) {
      const box = await openEmptyBox(scratch);
      try {
        return (await supervisor.ask({ kind: "bind", box: boxOf(box), table, expressions }, BindProblemsSchema)).value;
      } finally {
        await close(box);
      }
    },
    async ask(path, statements) {
      const box = await openBox(scratch, path, null);
      try {
        return (await supervisor.ask({ kind: "ask", box: boxOf(box), statements }, TablesSchema)).value;
      } finally {
        await close(box);
      }
    },
    ready: supervisor.ready,
    close: supervisor.close,
  };
}

/**
 * DuckDB ends a file at the first text that is not UTF-8, and at a timestamp in milliseconds that it cannot hold. A
 * second try reads both as plain bytes and numbers, so that only their rows fail. A quarantine file holds such columns
 * as bytes and numbers already: its own fault is another.
 */
async function splitTwice(run: Omit<DropRun, "signal" | "bare">, calling: AbortController[]) {
  const attempt = (bare: boolean) => {
    const call = new AbortController();
    calling.push(call);
    return splitDrop({ ...run, bare, signal: call.signal });
  };
  try {
    return await attempt(false);
  } catch (first) {
    if (!(first instanceof Refused) || !isOfOneValue(first) || run.facts.replay) throw first;
    calling.at(-1)?.abort();
    await run.supervisor.release(run.box.folder);
    try {
      return await attempt(true);
    } catch (second) {
      throw second instanceof Refused ? first : second;
    }
  }
}

function isOfOneValue({ refusal }: Refused): boolean {
  return refusal.code === "INVALID_UTF8" || refusal.message.includes("Timestamp(MS)");
}

function times(started: number, parts = { preflight: 0, split: 0, checks: 0 }): DropResult["milliseconds"] {
  const round = (value: number) => Math.round(value);
  return {
    preflight: round(parts.preflight),
    split: round(parts.split),
    checks: round(parts.checks),
    total: round(performance.now() - started),
  };
}
