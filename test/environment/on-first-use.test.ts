// Adapters are loaded by the first call that needs them.
import { expect, test } from "@jest/globals";
import { onFirstUse } from "../../lakehouse/environment/on-first-use.ts";

interface Port {
  readonly dialect: string;
  add(a: number, b: number): Promise<number>;
  fail(): Promise<never>;
}

const METHODS = { add: true, fail: true } as const;

function port(): Port & { readonly factor: number } {
  return {
    dialect: "x",
    factor: 10,
    async add(a, b) {
      return (a + b) * this.factor; // its own members stay its own
    },
    fail: () => Promise.reject(new RangeError("as it is")),
  };
}

test("nothing is loaded before a call, and once for all of them", async () => {
  let loads = 0;
  const lazy = onFirstUse<Port>(METHODS, async () => {
    loads += 1;
    return port();
  });
  expect([Object.keys(lazy), loads]).toEqual([["add", "fail"], 0]);
  expect(await Promise.all([lazy.add(1, 2), lazy.add(3, 4)])).toEqual([30, 70]);
  await expect(lazy.fail()).rejects.toThrow(new RangeError("as it is"));
  expect(loads).toBe(1);
});

test("what cannot be loaded fails the call, and is tried again by the next", async () => {
  let loads = 0;
  const lazy = onFirstUse<Port>(METHODS, async () => {
    loads += 1;
    if (loads === 1) throw new Error("no disk");
    return port();
  });
  await expect(lazy.add(1, 2)).rejects.toThrow("no disk");
  expect(await lazy.add(1, 2)).toBe(30);
});
