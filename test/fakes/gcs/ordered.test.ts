import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { OrderedNames } from "./ordered.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

test("keeps what a sorted set keeps", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "/", "~", "é", "\u{1f600}", "\u{ff5e}"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.record({ name, removes: fc.boolean() }), { maxLength: 40 }), name, (changes, least) => {
      const [names, model] = [new OrderedNames(), new Set<string>()];
      for (const { name, removes } of changes) {
        names[removes ? "delete" : "add"](name);
        model[removes ? "delete" : "add"](name);
      }
      const all = [...model].sort(byBytes);
      expect([...names.from("")]).toEqual(all);
      expect([...names.from(least)]).toEqual(all.filter((each) => byBytes(each, least) >= 0));
    }),
  );
});

test("keeps many, in many blocks", () => {
  const names = new OrderedNames();
  const many = Array.from({ length: 20_000 }, (_, index) => String((index * 7919) % 20_000).padStart(5, "0"));
  for (const name of many) names.add(name);
  expect([...names.from("")]).toEqual(many.toSorted());
  for (const name of many) if (!name.endsWith("7")) names.delete(name);
  expect([...names.from("19977")]).toEqual(["19977", "19987", "19997"]);
  expect([...names.from("")]).toHaveLength(2_000);
});
