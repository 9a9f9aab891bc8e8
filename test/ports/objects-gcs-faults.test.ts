import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { GcsObjects } from "../../lakehouse/adapters/gcs.ts";
import { ObjectNotFound, PreconditionFailed, Unavailable } from "../../lakehouse/ports.ts";
import { bucketOf, type GcsLake, openGcsLake, QUICK } from "../fakes/gcs/lake.ts";
import { ACTIONS, type Action } from "../fakes/http/faults.ts";

// Each call of the port, with each fault befalling each request that it makes: once, and then without end.

const sizes = { whole: 256 * 1024, part: 512 * 1024 };
const none = { generation: "0" };
const content = (text: string) => ({ kind: "bytes" as const, bytes: new TextEncoder().encode(text) });
const big = { kind: "bytes" as const, bytes: new Uint8Array(sizes.whole + 1).fill(7) };

let lake: GcsLake;
let objects: GcsObjects;
let hasty: GcsObjects;
let made: string[] = [];

beforeAll(async () => {
  lake = await openGcsLake({ onFinalized: ({ id }) => made.push(id) });
  objects = await lake.objects(undefined, { sizes, patience: { ...QUICK, silenceMs: 250 } });
  hasty = await lake.objects(undefined, { sizes, patience: { ...QUICK, silenceMs: 60, totalMs: 60 } });
});
afterAll(() => lake.close());
beforeEach(() => lake.around.faults.set([]));

interface Case {
  readonly call: string;
  /** The request that the fault befalls. */
  readonly op: string;
  /** Changes, of which each must be made once and no more. */
  readonly changes: boolean;
  prepare(name: string): Promise<string>;
  run(objects: GcsObjects, name: string, generation: string): Promise<unknown>;
  /** What a call must have led to that says it went well. */
  check(name: string, told: unknown): void;
}

const put = async (name: string) => (await objects.write(name, content("before"), none)).generation;
const nothing = async () => "0";
const live = (name: string) => lake.gcs.get(bucketOf("raw"), name.slice("raw/".length));
const holds = (text: string) => (name: string, told: unknown) => {
  expect(live(name)?.bytes.toString()).toBe(text);
  expect(told).toMatchObject({
    name,
    generation: live(name)?.resource.generation,
    crc32c: live(name)?.resource.crc32c,
  });
};

const cases: readonly Case[] = [
  {
    call: "stat",
    op: "storage.objects.get",
    changes: false,
    prepare: put,
    run: (objects, name, generation) => objects.stat(name, { generation }),
    check: holds("before"),
  },
  ...["storage.objects.getMedia", "storage.objects.get"].map(
    (op): Case => ({
      call: "read",
      op,
      changes: false,
      prepare: put,
      run: (objects, name, generation) => objects.read(name, { generation }),
      check: (_name, told) => expect(Buffer.from((told as { bytes: Uint8Array }).bytes).toString()).toBe("before"),
    }),
  ),
  {
    call: "local",
    op: "storage.objects.getMedia",
    changes: false,
    prepare: put,
    run: async (objects, name, generation) => objects.forget(await objects.local(name, { generation })),
    check: () => undefined,
  },
  {
    call: "list",
    op: "storage.objects.list",
    changes: false,
    prepare: put,
    run: (objects, name) => objects.list(name),
    check: (name, told) => expect(told).toMatchObject([{ name, generation: live(name)?.resource.generation }]),
  },
  {
    call: "time",
    op: "storage.date",
    changes: false,
    prepare: nothing,
    run: (objects) => objects.time(),
    check: (_name, told) => expect(told).toBe("2026-11-20T06:00:00.000Z"),
  },
  {
    call: "create",
    op: "storage.objects.insert",
    changes: true,
    prepare: nothing,
    run: (objects, name) => objects.write(name, content("after"), none),
    check: holds("after"),
  },
  {
    call: "replace",
    op: "storage.objects.insert",
    changes: true,
    prepare: put,
    run: (objects, name, generation) => objects.write(name, content("after"), { generation }),
    check: holds("after"),
  },
  ...["storage.objects.insert", "storage.objects.insertChunk"].map(
    (op): Case => ({
      call: "create in parts",
      op,
      changes: true,
      prepare: nothing,
      run: (objects, name) => objects.write(name, big, none),
      check: (name, told) => {
        expect(told).toMatchObject({ name, generation: live(name)?.resource.generation });
        expect(Buffer.compare(live(name)?.bytes ?? Buffer.alloc(0), big.bytes)).toBe(0);
      },
    }),
  ),
  {
    call: "copy onto itself",
    op: "storage.objects.rewrite",
    changes: true,
    prepare: put,
    run: (objects, name, generation) => objects.copy({ name, generation }, name, { generation }),
    check: holds("before"),
  },
  {
    call: "remove",
    op: "storage.objects.delete",
    changes: true,
    prepare: put,
    run: (objects, name, generation) => objects.remove(name, { generation }),
    check: (name) => expect(live(name)).toBeNull(),
  },
];

/** A refusal is no fault of the line: the call tells it, and nothing has changed. */
const refusals: Readonly<Record<string, unknown>> = { read: ObjectNotFound, local: ObjectNotFound };
/** No checksum guards what is not content; the line's own does (TLS). */
const unguarded: ReadonlySet<string> = new Set(["stat", "list", "time", "read storage.objects.get"]);

let count = 0;
const fresh = () => `raw/faults/${++count}`;
const pairs = cases.flatMap((each) => ACTIONS.map((action) => ({ ...each, action })));
const known = pairs.filter(
  ({ call, op, action }) =>
    !(action === "corrupt" && (unguarded.has(call) || unguarded.has(`${call} ${op}`))) &&
    !(action === "412" && ["list", "time"].includes(call)) &&
    !(call === "time" && action === "truncate"), // a date has no body
);

describe("one fault", () => {
  test.each(known.filter(({ action }) => action !== "412"))("$call × $action of $op", async (one) => {
    const { name, generation } = await prepared(one);
    lake.around.faults.set([{ op: one.op, nth: 1, action: one.action }]);
    one.check(name, await one.run(objects, name, generation));
    expect(lake.around.faults.struck).toHaveLength(1);
    if (one.changes && one.call !== "remove") expect(made).toHaveLength(1);
  });

  test.each(known.filter(({ action }) => action === "412"))("$call × 412 of $op", async (one) => {
    const { name, generation } = await prepared(one);
    const before = live(name)?.resource;
    lake.around.faults.set([{ op: one.op, nth: 1, action: "412" }]);
    await expect(one.run(objects, name, generation)).rejects.toThrow(
      (refusals[one.call] ?? PreconditionFailed) as never,
    );
    expect(live(name)?.resource).toEqual(before);
  });
});

test.each(cases)("three times 503 of $op, then $call goes well", async (one) => {
  const { name, generation } = await prepared(one);
  lake.around.faults.set([{ op: one.op, nth: 1, times: 3, action: "503" }]);
  one.check(name, await one.run(objects, name, generation));
  expect(lake.around.faults.struck).toHaveLength(3);
});

describe("a fault without end", () => {
  const passing: readonly Action[] = ["503", "429", "reset", "acceptThenReset", "stall", "truncate", "corrupt"];
  test.each(known.filter(({ action }) => passing.includes(action)))("$call × $action of $op", async (one) => {
    const { name, generation } = await prepared(one);
    const before = live(name)?.resource;
    lake.around.faults.set([{ op: one.op, nth: 1, times: 10_000, action: one.action }]);
    const told = await one.run(hasty, name, generation).catch((error: unknown) => error);
    if (!(told instanceof Error))
      one.check(name, told); // what was done unheard was found by looking
    else expect(told).toBeInstanceOf(Unavailable);
    const mayBeDone = ["acceptThenReset", "truncate", "corrupt"].includes(one.action);
    if (!mayBeDone) expect([told, live(name)?.resource]).toEqual([expect.any(Unavailable), before]);
  });
});

async function prepared(one: Case): Promise<{ readonly name: string; readonly generation: string }> {
  const name = fresh();
  const generation = await one.prepare(name);
  made = [];
  return { name, generation };
}
