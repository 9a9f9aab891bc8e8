import { expect, test } from "@jest/globals";
import type { DropState } from "../../lakehouse/ledger/entry.ts";
import { quarantineOf } from "../../lakehouse/run/leftovers.ts";
import type { DropRecord } from "../../lakehouse/run/state.ts";

/** All that is looked at: state, the file that it replays, the files that it left in quarantine. */
function drop(key: string, state: DropState, files: readonly string[], replays: string | null = null): DropRecord {
  const entry = { drop: { key }, state, origin: replays && { uri: replays } };
  return { entry, report: { files: { quarantined: files.map((uri) => ({ uri })) } } } as unknown as DropRecord;
}

function held(drops: readonly DropRecord[]) {
  const [origin] = drops;
  if (!origin) throw new Error("no drop is given");
  const { left, underWay } = quarantineOf(origin, drops);
  return {
    left: left.map(({ drop, files }) => [drop.entry.drop.key, ...files.map(({ uri }) => uri)]),
    underWay: underWay.map(({ drop }) => drop.key),
  };
}

const none = { left: [], underWay: [] };

test("files of its own that nobody replayed", () => {
  expect(held([drop("a", "COMMITTED", ["f1", "f2"])])).toEqual({ left: [["a", "f1", "f2"]], underWay: [] });
  expect(held([drop("a", "COMMITTED", [])])).toEqual(none);
});

test("in place of a file that was replayed, what the replay left behind, however deep", () => {
  const first = [drop("a", "COMMITTED", ["f1", "f2"]), drop("b", "COMMITTED", ["g1"], "f1")];
  expect(held(first)).toEqual({
    left: [
      ["a", "f2"],
      ["b", "g1"],
    ],
    underWay: [],
  });
  const second = [...first, drop("c", "COMMITTED", ["h1"], "g1"), drop("d", "COMMITTED", [], "f2")];
  expect(held(second)).toEqual({ left: [["c", "h1"]], underWay: [] });
  expect(held([...second, drop("e", "COMMITTED", [], "h1")])).toEqual(none);
});

test.each(["CLAIMED", "LAUNCHED", "READY", "HELD"] as const)("a replay that is %s is waited for", (state) => {
  const drops = [drop("a", "COMMITTED", ["f1", "f2"]), drop("b", state, ["g1"], "f1")];
  expect(held(drops)).toEqual({ left: [["a", "f2"]], underWay: ["b"] });
});

test.each(["REJECTED", "POISON", "GONE"] as const)("a replay that is %s leaves the rows where they were", (state) => {
  expect(held([drop("a", "COMMITTED", ["f1"]), drop("b", state, [], "f1")])).toEqual({
    left: [["a", "f1"]],
    underWay: [],
  });
});

test("a replay that came too late for its upload has nowhere to go, nor has another", () => {
  expect(held([drop("a", "COMMITTED", ["f1"]), drop("b", "SUPERSEDED", ["g1"], "f1")])).toEqual(none);
});
