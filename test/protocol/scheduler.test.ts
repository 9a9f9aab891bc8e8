import { describe, expect, test } from "@jest/globals";
import { Unavailable } from "../../lakehouse/ports.ts";
import { Random } from "../property/random.ts";
import { CALM, type Weather } from "./luck.ts";
import { runSeed } from "./run.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { Scheduler } from "./scheduler.ts";
import { describeTrace } from "./trace.ts";

const START = "2026-03-10T08:00:00.000Z";

const schedulerOf = (weather: Partial<Weather>, seed = 1) =>
  new Scheduler(START, { ...CALM, trouble: 1, ...weather }, new Random(seed));

test("the same seed gives the same run, step by step", async () => {
  for (const [seed, scenario] of SCENARIOS.entries()) {
    const traces = await Promise.all(
      [0, 1].map(async () => (await runSeed(seed, scenario.setup(new Random(seed)))).scheduler.trace),
    );
    expect(traces[0]?.length).toBeGreaterThan(5);
    expect(traces[1]).toEqual(traces[0]);
  }
}, 60_000);

describe("a scheduler", () => {
  /** Two actors that write down what they do, call by call. */
  async function written(weather: Partial<Weather>, seed: number): Promise<{ text: string; scheduler: Scheduler }> {
    const scheduler = schedulerOf(weather, seed);
    let text = "";
    const write = (word: string) => {
      text += word;
    };
    for (const name of ["a", "b"]) {
      scheduler.spawn(name, async (actor) => {
        for (const step of [1, 2, 3]) {
          try {
            await actor.call(`step ${step}`, async () => write(`${name}${step} `), {
              writes: true,
              again: true,
            });
          } catch (error) {
            if (!(error instanceof Unavailable)) throw error;
            write("lost ");
          }
        }
      });
    }
    await scheduler.run();
    return { text, scheduler };
  }

  test("finds every order of two actors' calls", async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 400; seed += 1) orders.add((await written({}, seed)).text);
    expect(orders.size).toBe(20);
  });

  test("never lets an actor go on after its death, before or after the effect of its call", async () => {
    const ends = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const { text, scheduler } = await written({ deaths: 1 }, seed);
      const death = scheduler.trace.find(({ fate }) => fate.startsWith("dies"));
      const step = Number(death?.what.slice(-1));
      const done = [...text.matchAll(new RegExp(`${death?.who}(\\d)`, "g"))].map(([, number]) => Number(number));
      expect(done).toEqual([1, 2, 3].slice(0, death?.fate === "dies before it" ? step - 1 : step));
      ends.add(`${death?.fate} ${step}`);
    }
    expect(ends.size).toBeGreaterThan(1);
  });

  test("loses an answer after the effect, and a question before it", async () => {
    expect((await written({ unanswered: 1, stick: 1 }, 1)).text).toMatch(/^(a1 lost a2 a3|b1 lost b2 b3) /);
    expect((await written({ unheard: 1, stick: 1 }, 1)).text).toMatch(/^lost (a2 a3|b2 b3) /);
  });

  test("lets a client repeat itself", async () => {
    expect((await written({ repeats: 1, stick: 1 }, 1)).text).toMatch(/^(a1 a1 a2|b1 b1 b2) /);
  });

  test("lets time pass while somebody is slow, and others go on before", async () => {
    const { text, scheduler } = await written({ slow: 1, jumps: [3_600_000] }, 5);
    expect(text.trim().split(" ").sort()).toEqual(["a1", "a2", "a3", "b1", "b2", "b3"]);
    expect(scheduler.now - Date.parse(START)).toBeGreaterThan(3_600_000);
  });

  test("leaves the frozen behind until they are thawed", async () => {
    const { text, scheduler } = await written({ frozen: 1 }, 2);
    expect(text.trim().split(" ").length).toBeLessThan(6);
    expect(scheduler.thaw()).toBe(1);
    await scheduler.run();
  });

  test("wakes sleepers in time order when nobody else can go on, at once when they are called off", async () => {
    const scheduler = schedulerOf({});
    const woken: string[] = [];
    const stop = new AbortController();
    scheduler.spawn("late", (actor) => actor.sleep(5_000).then(() => void woken.push("late")));
    scheduler.spawn("early", (actor) => actor.sleep(1_000).then(() => void woken.push("early")));
    scheduler.spawn("called off", (actor) => actor.sleep(9_000, stop.signal).then(() => void woken.push("called off")));
    stop.abort();
    await scheduler.run();
    expect(woken).toEqual(["called off", "early", "late"]);
    expect(scheduler.now - Date.parse(START)).toBeGreaterThanOrEqual(5_000);
  });

  test("opens a gate only when its condition holds", async () => {
    const scheduler = schedulerOf({});
    let open = false;
    const seen: boolean[] = [];
    scheduler.spawn("waiter", (actor) => actor.when("waits", () => open).then(() => void seen.push(open)));
    scheduler.spawn("opener", (actor) =>
      actor.call("opens", async () => {
        open = true;
      }),
    );
    await scheduler.run();
    expect(seen).toEqual([true]);
  });

  test("tells of a failure with the last steps", async () => {
    const scheduler = schedulerOf({});
    scheduler.spawn("a", async (actor) => {
      await actor.call("looks", async () => undefined);
      throw new Error("what nobody expects");
    });
    await expect(scheduler.run()).rejects.toThrow(/a fails: .*what nobody expects/s);
    expect(describeTrace(scheduler.trace)).toMatch(/1 a +looks$/);
  });

  test("stops who goes round in circles", async () => {
    const scheduler = schedulerOf({});
    scheduler.spawn("a", async (actor) => {
      for (;;) await actor.call("again", async () => undefined);
    });
    await expect(scheduler.run()).rejects.toThrow("it goes round in circles");
  });
});
