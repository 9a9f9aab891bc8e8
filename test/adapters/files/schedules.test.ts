import { describe, expect, test } from "@jest/globals";
import { datedBy } from "../../../lakehouse/adapters/files/dating.ts";
import { createGenerations } from "../../../lakehouse/adapters/files/generations.ts";
import { findHead } from "../../../lakehouse/adapters/files/head.ts";
import { slotsOf } from "../../../lakehouse/adapters/files/slots.ts";
import { ObjectNotFound, PreconditionFailed } from "../../../lakehouse/ports.ts";
import { createMemoryDisk, type MemoryDisk } from "../../fakes/memory/disk.ts";
import { Random } from "../../property/random.ts";
import { type Call, isLinearizable } from "./linearizable.ts";
import { Turns } from "./turns.ts";

const runs = Number(process.env.RUNS ?? 1500);
const firstSeed = Number(process.env.SEED ?? 1);
const stopped = { now: () => "2026-11-20T06:00:00.000Z" }; // the hardest clock: all choose the same generation

/** A worker that creates, reads, replaces and removes one object, at random, and writes down what it was told. */
function workerOf(disk: MemoryDisk, turns: Turns, random: Random, calls: Call[]) {
  return async (id: number): Promise<void> => {
    const mine = disk.seenBy(() => turns.take(id));
    const generations = createGenerations("/lake", mine);
    const staged = `/new/${id}`;

    const call = async (op: Call["op"], wanted: string, run: () => Promise<string>): Promise<string | null> => {
      const made: Call = { op, wanted, began: turns.now, ended: Number.POSITIVE_INFINITY, told: null };
      calls.push(made);
      made.told = await run().catch((error) => {
        if (error instanceof PreconditionFailed || error instanceof ObjectNotFound) return null;
        throw error;
      });
      made.ended = turns.now;
      return made.told;
    };
    const stage = async <Result>(bytes: bigint, use: () => Promise<Result>): Promise<Result> => {
      await turns.take(id);
      disk.create(staged, bytes);
      const result = await use().finally(() => mine.remove(staged));
      return result;
    };
    const precondition = (wanted: string) => ({ generation: wanted || "0" });
    const read = () =>
      call("read", "", async () => String((await findHead(mine, slotsOf("/lake", "x"))).present?.micros ?? ""));
    const write = (wanted: string) =>
      call("write", wanted, () =>
        stage(random.next() < 0.5 ? 0n : 1n, async () =>
          String((await generations.append("x", staged, precondition(wanted), datedBy(stopped))).micros),
        ),
      );
    const remove = (wanted: string) =>
      call("remove", wanted, () =>
        stage(0n, async () => {
          await generations.remove("x", staged, precondition(wanted));
          return "";
        }),
      );

    for (let left = random.between(1, 3); left > 0; left -= 1) {
      const plan = random.pick(["create", "create", "remove", "remove", "replace", "read"] as const);
      const seen = plan === "create" ? null : await read();
      if (plan === "create") await write("");
      if (plan === "replace" && seen) await write(seen);
      if (plan === "remove" && seen) await remove(seen);
    }
  };
}

async function runOnce(seed: number): Promise<Call[]> {
  const random = new Random(seed);
  const disk = createMemoryDisk();
  const turns = new Turns(random);
  const calls: Call[] = [];
  const workers = Array.from({ length: random.between(2, 4) }, () => workerOf(disk, turns, random, calls));
  await turns.run(workers, random.pick([0, 0.5, 0.9, 0.97]), random.pick([0, 0, 0.01]));
  const present = (
    await findHead(
      disk.seenBy(async () => undefined),
      slotsOf("/lake", "x"),
    )
  ).present;
  const told = String(present?.micros ?? "");
  return [...calls, { op: "read", wanted: "", began: turns.now + 1, ended: turns.now + 2, told }];
}

describe("objects as files, step by step", () => {
  test(`workers who stop between any two steps, or die there: ${runs} schedules`, async () => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const calls = await runOnce(seed);
      const written = calls.flatMap(({ op, told }) => (op === "write" && told ? [told] : []));
      const outcome = { seed, again: written.length - new Set(written).size, linearizable: isLinearizable(calls) };
      if (!outcome.linearizable || outcome.again > 0) console.error(seed, calls);
      expect(outcome).toEqual({ seed, again: 0, linearizable: true });
    }
  });
});
