import { beforeEach, describe, expect, test } from "@jest/globals";
import { ObjectNotFound, Unavailable } from "../../../lakehouse/ports.ts";
import { content, generationOf, textOf } from "../../ports/objects-bench.ts";
import { Random } from "../../property/random.ts";
import { createMemoryClock } from "./clock.ts";
import { createMemoryObjects, type MemoryObjects } from "./objects.ts";

const none = { generation: "0" };

let store: MemoryObjects;
beforeEach(() => {
  const random = new Random(1);
  store = createMemoryObjects({ clock: createMemoryClock("2026-11-20T06:00:00.000Z"), random: () => random.next() });
});

describe("objects in memory", () => {
  test("each call asks before and tells after, once, by op and name", async () => {
    const told: string[] = [];
    const objects = store.seenBy({
      before: (op, name) => void told.push(`before ${op} ${name}`),
      after: async (op, name) => void told.push(`after ${op} ${name}`),
    });
    const made = await objects.write("a", content("1"), none);
    await objects.stat("a");
    await objects.read("a");
    await objects.list("a/");
    await objects.local("a");
    await objects.copy(made, "b", none);
    await objects.remove("a", generationOf(made));
    await objects.time();
    await expect(objects.read("a")).rejects.toThrow(ObjectNotFound);
    const calls = ["write a", "stat a", "read a", "list a/", "local a", "copy b", "remove a", "time ", "read a"];
    expect(told).toEqual(calls.flatMap((call) => [`before ${call}`, `after ${call}`]));
  });

  test("who dies before has done nothing; whose answer is lost has done all", async () => {
    const dead = store.seenBy({ before: () => Promise.reject(new Error("killed")) });
    await expect(dead.write("a", content("1"), none)).rejects.toThrow("killed");
    expect(await store.stat("a")).toBeNull();
    const deaf = store.seenBy({ after: () => Promise.reject(new Unavailable("no answer")) });
    await expect(deaf.write("a", content("1"), none)).rejects.toThrow(Unavailable);
    expect(await textOf(store, "a")).toBe("1");
  });

  test("a worker that waits before its call sees what others did meanwhile", async () => {
    let go = () => {};
    const slow = store.seenBy({ before: () => new Promise<void>((resolve) => (go = resolve)) });
    const late = slow.write("a", content("late"), none);
    await store.write("a", content("early"), none);
    go();
    await expect(late).rejects.toThrow("not in the state");
  });

  test("generations have no order, differ in length, and are no numbers that a double could hold", async () => {
    let present = await store.write("a", content(""), none);
    const seen = [BigInt(present.generation)];
    for (let round = 0; round < 20; round += 1) {
      present = await store.write("a", content(""), generationOf(present));
      seen.push(BigInt(present.generation));
    }
    expect(seen.toSorted((a, b) => (a < b ? -1 : 1))).not.toEqual(seen);
    expect(new Set(seen.map((generation) => String(generation).length)).size).toBeGreaterThan(2);
    expect(seen.some((generation) => BigInt(Number(generation)) !== generation)).toBe(true);
    expect(seen.every((generation) => generation < 2n ** 63n)).toBe(true);
  });

  test("a generation that is no number is a fault of the caller", async () => {
    await expect(store.write("a", content(""), { generation: "" })).rejects.toThrow(TypeError);
    await store.write("a", content(""), none);
    await expect(store.read("a", { generation: "01" })).rejects.toThrow(TypeError);
    await expect(store.stat("a", { metageneration: "one" })).rejects.toThrow(TypeError);
  });

  test("each worker may have local files of its own", async () => {
    const files = new Map([["/tmp/x", new TextEncoder().encode("x")]]);
    const objects = store.seenBy({}, files);
    await objects.write("a", { kind: "move", path: "/tmp/x" }, none);
    expect([...files.keys()]).toEqual([]);
    const path = await objects.local("a");
    files.get(path)?.fill(0);
    expect(await textOf(store, "a")).toBe("x");
  });
});

describe("a clock in memory", () => {
  test("stands still, goes on when told, wakes sleepers in order", async () => {
    const clock = createMemoryClock("2026-11-20T06:00:00.000Z");
    const woken: string[] = [];
    void clock.sleep(200).then(() => woken.push("second"));
    void clock.sleep(100).then(() => woken.push("first"));
    expect(clock.untilNextWake()).toBe(100);
    clock.advance(99);
    await Promise.resolve();
    expect(woken).toEqual([]);
    clock.advance(101);
    await Promise.resolve();
    expect(woken).toEqual(["first", "second"]);
    expect([clock.now(), clock.untilNextWake()]).toEqual(["2026-11-20T06:00:00.200Z", null]);
  });

  test("can be seen wrong, and never goes back", () => {
    const clock = createMemoryClock("2026-11-20T06:00:00.000Z");
    expect(clock.wrongBy(-1_000).now()).toBe("2026-11-20T05:59:59.000Z");
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => createMemoryClock("yesterday")).toThrow("not a time");
  });
});
