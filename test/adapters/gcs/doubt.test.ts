import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { GcsObjects } from "../../../lakehouse/adapters/gcs.ts";
import { ObjectNotFound, PreconditionFailed, Unavailable } from "../../../lakehouse/ports.ts";
import { bucketOf, type GcsLake, openGcsLake } from "../../fakes/gcs/lake.ts";

// A try was not answered, and meanwhile others change the same object: nothing is told that cannot be known.

const none = { generation: "0" };
const content = (text: string) => ({ kind: "bytes" as const, bytes: new TextEncoder().encode(text) });
const [insert, rewrite, remove] = ["storage.objects.insert", "storage.objects.rewrite", "storage.objects.delete"];

let lake: GcsLake;
let objects: GcsObjects;
beforeAll(async () => {
  lake = await openGcsLake();
  objects = await lake.objects();
});
afterAll(() => lake.close());
beforeEach(() => {
  lake.around.calls.length = 0;
  lake.before = () => undefined;
});

/** Befalls the first call of an op; before the second one others have done something. */
function unanswered(op: string, action: "reset" | "acceptThenReset", meanwhile: () => void): void {
  lake.around.faults.set([{ op, nth: 1, action }]);
  let calls = 0;
  lake.before = (called) => {
    if (called === op && ++calls === 2) meanwhile();
  };
}

const raw = bucketOf("raw");

describe("write", () => {
  test("its own object is no refusal", async () => {
    unanswered(insert, "acceptThenReset", () => undefined);
    const made = await objects.write("raw/own", content("mine"), none);
    expect(made).toEqual(await objects.stat("raw/own"));
    expect(lake.around.calls.map(({ status }) => status).slice(0, 3)).toEqual([200, 412, 200]);
  });

  test("another's object, made meanwhile: who was first is not known", async () => {
    unanswered(insert, "reset", () => lake.gcs.put(raw, "others", "theirs"));
    await expect(objects.write("raw/others", content("mine"), none)).rejects.toThrow(Unavailable);
  });

  test("its own object, replaced meanwhile, looks the same", async () => {
    unanswered(insert, "acceptThenReset", () => lake.gcs.put(raw, "replaced", "theirs"));
    await expect(objects.write("raw/replaced", content("mine"), none)).rejects.toThrow(Unavailable);
  });

  test("another's object that was there before is a refusal, also of equal bytes", async () => {
    lake.gcs.put(raw, "before", "same");
    await expect(objects.write("raw/before", content("same"), none)).rejects.toThrow(PreconditionFailed);
    expect(lake.around.calls.map(({ op }) => op)).toEqual([insert, "storage.objects.get"]);
  });
});

describe("copy", () => {
  test("its own copy is no refusal, also when the source went meanwhile", async () => {
    const { generation } = lake.gcs.put(raw, "source", "bytes");
    unanswered(rewrite, "acceptThenReset", () => lake.gcs.remove(raw, "source"));
    const copied = await objects.copy({ name: "raw/source", generation }, "raw/copied", none);
    expect(copied).toEqual(await objects.stat("raw/copied"));
  });

  test("a source that went before is not found", async () => {
    const { generation } = lake.gcs.put(raw, "went", "bytes");
    lake.gcs.remove(raw, "went");
    await expect(objects.copy({ name: "raw/went", generation }, "raw/of-went", none)).rejects.toThrow(ObjectNotFound);
  });

  test("what was copied is the object of this call, whoever made the source", async () => {
    const { generation } = await objects.write("raw/marked", content("bytes"), none);
    await objects.copy({ name: "raw/marked", generation }, "raw/marked-too", none);
    const [one, other] = ["marked", "marked-too"].map((name) => lake.gcs.get(raw, name)?.resource.metadata);
    expect(one).toEqual({ "sluice-call": expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(other).not.toEqual(one);
  });
});

describe("remove", () => {
  const put = (name: string) => ({ generation: lake.gcs.put(raw, name, "x").generation });

  test("what is gone after an unanswered try is removed", async () => {
    const there = put("gone");
    unanswered(remove, "acceptThenReset", () => undefined);
    await objects.remove("raw/gone", there);
    expect(lake.around.calls.map(({ status }) => status)).toEqual([204, 404]);
  });

  test("what is another's after an unanswered try: nobody knows", async () => {
    const there = put("renewed");
    unanswered(remove, "acceptThenReset", () => lake.gcs.put(raw, "renewed", "new"));
    await expect(objects.remove("raw/renewed", there)).rejects.toThrow(Unavailable);
    expect(lake.gcs.get(raw, "renewed")?.bytes.toString()).toBe("new");
  });

  test("what was never there is not found, what is another's is refused", async () => {
    await expect(objects.remove("raw/never", { generation: "7" })).rejects.toThrow(ObjectNotFound);
    put("theirs");
    await expect(objects.remove("raw/theirs", { generation: "7" })).rejects.toThrow(PreconditionFailed);
  });
});

describe("read", () => {
  test.each(["read", "local"] as const)("%s gives one generation, whole, while others write", async (call) => {
    lake.gcs.put(raw, call, "1");
    let left = 3;
    lake.before = (op) => {
      if (op === "storage.objects.getMedia" && left-- > 0) lake.gcs.put(raw, call, `${left}`.repeat(left + 1));
    };
    const told = await objects[call](`raw/${call}`);
    const last = lake.gcs.get(raw, call)?.resource.generation;
    if (typeof told !== "string")
      expect([told.meta.generation, Buffer.from(told.bytes).toString()]).toEqual([last, "0"]);
    expect(left).toBeLessThan(0);
  });

  test("a generation that is replaced before its content is asked for is not found", async () => {
    const { generation } = lake.gcs.put(raw, "pinned", "1");
    lake.before = (op) => {
      if (op === "storage.objects.getMedia") lake.gcs.put(raw, "pinned", "2");
    };
    await expect(objects.local("raw/pinned", { generation })).rejects.toThrow(ObjectNotFound);
    await expect(objects.read("raw/pinned", { generation })).rejects.toThrow(ObjectNotFound);
  });
});
