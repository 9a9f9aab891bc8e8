// One line for each change of state, whatever becomes of the answer to the write.
import { describe, expect, test } from "@jest/globals";
import { readEntry, renewLease } from "../../lakehouse/ledger/entries.ts";
import { type Objects, PreconditionFailed, Unavailable } from "../../lakehouse/ports.ts";
import { letGo } from "../../lakehouse/run/claim.ts";
import { processDrop, resumeDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { LEASE_SECONDS } from "../chain/memory/lake.ts";
import { DATASET } from "../protocol/contracts.ts";
import { type Line, openLogged } from "./log/story.ts";

const moves = (lines: readonly Line[]) =>
  lines.flatMap(({ event, state, round, attempt }) => (event === "drop.moved" ? [`${state} ${round} ${attempt}`] : []));

/** The store, where the answer to the first write of an entry in this state is lost, or is another one. */
function losing(state: string, answer: (name: string) => Error): (objects: Objects) => Objects {
  let lost = false;
  return (objects) => ({
    ...objects,
    async write(name, content, precondition) {
      const meta = await objects.write(name, content, precondition);
      if (lost || !name.includes("/drops/") || content.kind !== "bytes") return meta;
      const written = JSON.parse(new TextDecoder().decode(content.bytes)) as { readonly state: string };
      if (written.state !== state) return meta;
      lost = true;
      throw answer(name);
    },
  });
}

describe("a drop", () => {
  test("is told once a state, with what its report counts", async () => {
    const { lines, plan, tools: open, upload } = openLogged();
    const tools = open();
    const { entry } = await processDrop(tools, plan, await upload("a", [1, 2, 3, -50]));
    await processDrop(tools, plan, { ...entry.value.drop, origin: null, lifts: entry.value.lifts });
    await publishDataset(tools, plan);
    expect(moves(lines)).toEqual(["CLAIMED 1 1", "READY 1 1", "COMMITTED 1 1"]);
    const rows = { in: 4, good: 3, quarantined: 1, duplicates: 0 };
    expect(lines.find(({ state }) => state === "READY")).toMatchObject({
      severity: "INFO",
      dataset: DATASET,
      key: entry.value.drop.key,
      rows,
      bytes: Number(entry.value.drop.bytes),
      milliseconds: { total: expect.any(Number) },
    });
    expect(lines.find(({ state }) => state === "COMMITTED")).toMatchObject({ publication: 1 });
    expect(lines.find(({ state }) => state === "COMMITTED")).not.toHaveProperty("rows");
  });

  test("signs of life and claims that are given back are no news, the next attempt is", async () => {
    const { lines, lake, plan, tools: open, upload } = openLogged();
    const tools = open();
    const engine = { split: () => Promise.reject(new Unavailable("the store is away")) };
    const arrival = await upload("a", [1]);
    await expect(processDrop({ ...tools, engine }, plan, arrival)).rejects.toThrow("away");
    const read = () => readEntry(tools.objects, DATASET, arrival.arrivalDay, arrival.key);
    const [first, again] = [await read(), await read()];
    if (!first || !again) throw new Error("it has an entry");
    const renewed = await renewLease(tools.objects, again);
    await letGo(tools, renewed);
    expect(moves(lines)).toEqual(["CLAIMED 1 1"]);
    lake.now += LEASE_SECONDS * 1000 + 1;
    const left = await read();
    if (left) await resumeDrop(tools, left);
    expect(moves(lines)).toEqual(["CLAIMED 1 1", "READY 1 1"]);
  });

  test("another process's changes are not told as one's own", async () => {
    const { lines, plan, tools: open, upload } = openLogged();
    const [one, other] = [open(), open()];
    const { entry } = await processDrop(one, plan, await upload("a", [1]));
    const told = lines.length;
    const stale = await readEntry(other.objects, DATASET, entry.value.drop.arrivalDay, entry.value.drop.key);
    await publishDataset(one, plan);
    expect(stale && (await renewLease(other.objects, stale))).toBeNull();
    expect(moves(lines.slice(told))).toEqual(["COMMITTED 1 1"]);
  });
});

describe("a write", () => {
  test("that a client repeats, and meets itself, is told once", async () => {
    const { lines, plan, tools, upload } = openLogged();
    const beneath = losing("READY", (name) => new PreconditionFailed(name));
    await processDrop(tools(beneath), plan, await upload("a", [1]));
    expect(moves(lines)).toEqual(["CLAIMED 1 1", "READY 1 1"]);
  });

  test("whose answer was lost is told by whoever of this process looks again", async () => {
    const { lines, plan, tools: open, upload } = openLogged();
    const tools = open(losing("READY", () => new Unavailable("no answer")));
    const arrival = await upload("a", [1]);
    await expect(processDrop(tools, plan, arrival)).rejects.toThrow("no answer");
    await processDrop(tools, plan, arrival);
    expect(moves(lines)).toEqual(["CLAIMED 1 1", "READY 1 1"]);
  });

  test("that loses to another writer is not told", async () => {
    const { lines, tools: open } = openLogged();
    const { objects } = open();
    const name = `ledger/${DATASET}/log/000000000001.json`;
    const bytes = new TextEncoder().encode("{}");
    await objects.write(name, { kind: "bytes", bytes }, { generation: "0" });
    await expect(objects.write(name, { kind: "bytes", bytes }, { generation: "0" })).rejects.toThrow(
      PreconditionFailed,
    );
    expect((await objects.read(name)).bytes).toEqual(bytes);
    expect(lines).toEqual([]);
  });
});
