// What the tests lean on: native modules, Node's own errors and JSON modules behave under Jest as they do in production.
import { readFileSync, statSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "@jest/globals";

async function ask(sql: string): Promise<unknown[]> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjects();
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

function errorOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test("DuckDB answers, and it is the version that the Python host pins", async () => {
  expect(await ask("select version() as version, 2 ^ 53 + 1 as big, 9007199254740993 as exact")).toEqual([
    { version: "v1.5.6", big: 9007199254740992, exact: 9007199254740993n },
  ]);
});

test("errors and dates from native code, from Node and from the test file are all of their kind", async () => {
  const native = await ask("selec").catch((error: unknown) => error);
  const core = errorOf(() => readFileSync("no such file"));
  const argument = errorOf(() => Buffer.from(1 as unknown as string));
  const own = errorOf(() => JSON.parse("{"));
  const aborted: unknown = AbortSignal.abort().reason;
  for (const error of [native, core, argument, own, aborted]) expect(error instanceof Error).toBe(true);
  expect(argument instanceof TypeError).toBe(true);
  expect(own instanceof SyntaxError).toBe(true);
  expect(statSync(import.meta.filename).mtime instanceof Date).toBe(true);
});

test("a class of error still tells its own from others", () => {
  class Refused extends Error {}
  expect(new Refused() instanceof Refused).toBe(true);
  expect(new Error("x") instanceof Refused).toBe(false);
  expect(errorOf(() => readFileSync("no such file")) instanceof TypeError).toBe(false);
  expect(new Date() instanceof Error).toBe(false);
  expect({ name: "Error", message: "looks like one" } instanceof Error).toBe(false);
});
