import { beforeEach, expect, test } from "@jest/globals";
import { z } from "zod";
import { createValue, readValue, swapValue } from "../../lakehouse/ports/values.ts";
import { PreconditionFailed } from "../../lakehouse/ports.ts";
import { createMemoryObjects, type MemoryObjects } from "../fakes/memory/objects.ts";
import { Random } from "../property/random.ts";

// A client that tries a write again may meet its own first try, and hears that the precondition does not hold.

const schema = z.strictObject({ a: z.number() });
const NAME = "ledger/flights/checkpoint.json";
let store: MemoryObjects;
beforeEach(() => {
  const random = new Random(1);
  store = createMemoryObjects({ clock: { now: () => "2026-03-10T08:00:00.000Z" }, random: () => random.next() });
});

/** The store as who is told so of each of his writes sees it. */
const unbelieving = () =>
  store.seenBy({
    after(op) {
      if (op === "write") throw new PreconditionFailed(NAME);
    },
  });

test("what is one's own to the byte was written, made and changed", async () => {
  const made = await createValue(unbelieving(), NAME, { a: 1 });
  expect(made).toEqual(await readValue(store, NAME, schema));
  const changed = await swapValue(unbelieving(), NAME, { a: 2 }, made?.generation ?? "");
  expect(changed).toEqual(await readValue(store, NAME, schema));
  expect(changed?.value).toEqual({ a: 2 });
});

test("what is another's is not, and stays", async () => {
  const first = await createValue(store, NAME, { a: 1 });
  await swapValue(store, NAME, { a: 3 }, first?.generation ?? "");
  expect(await swapValue(store, NAME, { a: 2 }, first?.generation ?? "")).toBeNull();
  expect(await createValue(store, NAME, { a: 2 })).toBeNull();
  expect((await readValue(store, NAME, schema))?.value).toEqual({ a: 3 });
});

test("what is gone was not written", async () => {
  const first = await createValue(store, NAME, { a: 1 });
  await store.remove(NAME, { generation: first?.generation ?? "" });
  expect(await swapValue(store, NAME, { a: 2 }, first?.generation ?? "")).toBeNull();
  expect(await readValue(store, NAME, schema)).toBeNull();
});
