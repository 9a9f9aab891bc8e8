// Functions are found, not listed: a function is its two files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ACCOUNTS, entryPoint, functionOf, TOPICS } from "../../lakehouse/plan/cloud/names.ts";
import { type Trigger, TriggerSchema } from "../../lakehouse/plan/cloud/trigger.ts";

const folder = join(import.meta.dirname, "../../functions");
const names = readdirSync(folder).flatMap((file) => /^(.+)\.trigger\.ts$/.exec(file)?.[1] ?? []);
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");
const triggerOf = async (name: string): Promise<Trigger> =>
  TriggerSchema.parse((await import(`../../functions/${name}.trigger.ts`)).trigger);

describe.each(names)("%s", (name) => {
  test("has a trigger that says all there is to say", async () => {
    expect(await triggerOf(name)).toMatchObject({ concurrency: 1 });
    expect(textOf(`${name}.trigger.ts`)).not.toMatch(/\bimport\b/);
  });

  test("answers as its trigger calls it", async () => {
    const { default: called } = await import(`../../functions/${name}.ts`);
    const members = (await triggerOf(name)).kind === "http" ? ["answer"] : ["read", "work"];
    expect(Object.keys(called).sort()).toEqual(members);
  });

  test("has a name that Google Cloud takes inside of the code", () => {
    expect(entryPoint(name)).toMatch(/^[a-z_]{1,62}$/);
    expect(functionOf(entryPoint(name))).toBe(name);
  });
});

test("what is a function by its look has a trigger", () => {
  const looks = readdirSync(folder).filter(
    (file) => /: (?:Event|Http)Function/.test(textOf(file)) && /^export default/m.test(textOf(file)),
  );
  expect(looks.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual([...names].sort());
});

test("each topic has one function that hears it", async () => {
  const triggers = await Promise.all(names.map(triggerOf));
  const heard = triggers.flatMap((trigger) => (trigger.kind === "topic" ? [trigger.topic] : []));
  expect(heard.sort()).toEqual([...TOPICS].sort());
});

test("each function works as one of the accounts that have rights", async () => {
  const accounts = new Set((await Promise.all(names.map(triggerOf))).map(({ account }) => account));
  expect([...accounts].filter((account) => !ACCOUNTS.includes(account))).toEqual([]);
});

test("the page about functions names each, with its account", async () => {
  const page = readFileSync(join(folder, "../docs/functions.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| .* \| (\w+) \| .* \|$/gm)].map(([, name, account]) => [
    name,
    account,
  ]);
  const expected = await Promise.all(names.map(async (name) => [name, (await triggerOf(name)).account]));
  expect(rows.sort()).toEqual(expected.sort());
});

test("what the buildpack checks holds no TypeScript", () => {
  expect(textOf("main.mjs")).toMatch(/^\/\/.*\nawait import\("\.\/main\.ts"\);\n$/s);
});
