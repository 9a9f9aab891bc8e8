// `npm run functions`: what a newcomer sees.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { WrongUse } from "../../lakehouse/cli/wrong-use.ts";
import { readArguments } from "../../scripts/functions/arguments.ts";
import { dropFiles } from "../../scripts/functions/drop-files.ts";
import { happeningOf } from "../../scripts/functions/happenings.ts";
import { plansIn } from "../chain/story/plans.ts";
import { makeDrops, visitsName } from "../functions/cloud/drops.ts";

const checkout = join(import.meta.dirname, "../..");
const day = "2026-03-01";
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-newcomer-"));
  mkdirSync(join(folder, `visits/dt=${day}`), { recursive: true });
  const drops = makeDrops();
  writeFileSync(join(folder, visitsName(day)), await drops.visits(day, 0, 100, "CASE WHEN i < 3 THEN -1 ELSE 1 END"));
  drops.close();
  writeFileSync(join(folder, "visits/notes.txt"), "no drop");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file goes from its upload to a mail, and Ctrl-C ends it all", async () => {
  const functions = ["on-drop", "publish", "deliver-mail"];
  const asked = ["scripts/functions.ts", "--contracts", "test/functions/cloud/contracts", ...functions, folder];
  const child = spawn(process.execPath, asked, { cwd: checkout, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line.replace(/\s+/g, " "));
    if (line.startsWith("mail ")) child.kill("SIGINT");
  }
  expect(await ended).toEqual([0, null]);
  const begun = lines.indexOf(`you upload ${visitsName(day)}`);
  expect(lines.slice(0, 3).map((line) => line.split(" ")[0])).toEqual(functions);
  expect(lines.slice(begun).filter((line) => / is (READY|DONE|COMMITTED),|^mail to /.test(line))).toEqual([
    expect.stringMatching(/^on-drop visits: drop [0-9a-f]{24} is READY/),
    expect.stringMatching(/^publish visits: publication 1 is DONE, 1 drop/),
    expect.stringMatching(/^publish visits: drop [0-9a-f]{24} is COMMITTED/),
    expect.stringMatching(/^mail to visits-alerts@example\.com: .*3 of 100 rows quarantined/),
  ]);
}, 60_000);

describe("files", () => {
  test("of a folder those of Parquet, under the longest name that fits a contract", async () => {
    const files = dropFiles([folder], await plansIn("first"));
    expect(files).toEqual([{ path: join(folder, visitsName(day)), name: visitsName(day) }]);
  });

  test("that fit no contract, under their own name", async () => {
    const [file] = dropFiles([join(folder, "visits/notes.txt")], await plansIn("first"));
    expect(file?.name).toBe("notes.txt");
  });
});

describe("a wrong call is refused in words", () => {
  const words = async (...typed: string[]): Promise<string[]> => {
    const error: unknown = await readArguments(typed).catch((thrown: unknown) => thrown);
    if (!(error instanceof WrongUse)) throw new Error(`${typed.join(" ")} is taken`);
    return error.problems.map(({ message, cure }) => `${message} → ${cure}`);
  };

  test.each([
    [["--contracts", "/nonexistent"], "--contracts /nonexistent: there is no such folder → make it, or name another"],
    [["--contracts", "README.md"], "--contracts README.md is no folder → name the folder of the contracts"],
    [["--contracts", "test"], "--contracts test holds no *.odcs.yaml → name the contracts' folder"],
    [["--cloud", "none.json"], "--cloud none.json: there is no such file → give a file with the line that"],
    [["--cloud", "test"], "--cloud test is a folder"],
    [["--cloud", "README.md"], "--cloud README.md is no JSON: Unexpected token"],
    [["--cloud", "package.json"], "--cloud package.json: settings: Invalid input"],
    [["--port", "abc"], "--port abc cannot be read → give a whole number from 1"],
    [
      ["--port", "65535", "--cloud", "none.json"],
      "--port 65535 leaves no ports for 8 functions → give one up to 65528",
    ],
    [["--port", "5"], "--port says nothing without --cloud → leave it out; ports are printed"],
    [["on-dorp"], "there is no function and no file on-dorp → did you mean on-drop?"],
    [["--cloud", "package.json", "README.md"], "files are uploaded to fakes, which --cloud does without"],
  ])("%j", async (typed, said) => expect((await words(...typed)).join("\n")).toContain(said));

  test("all at once", async () => {
    const all = ["--contracts", "/nonexistent", "--port", "abc", "--cloud", "README.md", "--bogus", "on-dorp"];
    expect(await words(...all)).toHaveLength(6);
  });

  test("by exit code 2, with nothing left behind", async () => {
    const [temporary, broken] = ["tmp", "broken"].map((name) => join(folder, name)) as [string, string];
    for (const one of [temporary, broken]) mkdirSync(one);
    writeFileSync(join(broken, "a.odcs.yaml"), "kind: DataContract\n");
    const calls = [
      ["scripts/functions.ts", "--port", "5"],
      ["scripts/functions.ts", "--contracts", broken],
      ["test/fakes/main.ts", "--contracts", "/nonexistent", "--bogus"],
      ["test/fakes/main.ts", "--contracts", broken],
    ];
    const env = { ...process.env, TMPDIR: temporary };
    const ended = calls.map((args) => spawnSync(process.execPath, args, { cwd: checkout, env, encoding: "utf8" }));
    expect(ended.map(({ status, stdout }) => [status, stdout])).toEqual(calls.map(() => [2, ""]));
    const [port, contracts, fakes, fakesContracts] = ended.map(({ stderr }) => stderr);
    expect(port).toBe("sluice: --port says nothing without --cloud → leave it out; ports are printed\n");
    expect(contracts).toMatch(/\/broken\/a\.odcs\.yaml:1:1 error /);
    expect(fakes?.trim().split("\n")).toHaveLength(2);
    expect(fakesContracts).toBe(contracts);
    expect(readdirSync(temporary)).toEqual([]);
  }, 60_000);
});

test.each([
  ["an event that is passed over", '{"severity":"DEBUG","event":"event.ignored","message":"x"}', null],
  ["a call that was done", '{"severity":"INFO","event":"function.called","message":"x"}', null],
  ["a drop that moves", '{"severity":"INFO","event":"drop.moved","message":"visits: it moves"}', "visits: it moves"],
  ["trouble", '{"severity":"ERROR","event":"fault","message":"it broke"}', "ERROR: fault: it broke"],
  ["what is no line of a log", "Error: cannot start", "Error: cannot start"],
])("of %s it tells what a reader wants", (_, line, happening) => expect(happeningOf(line)).toBe(happening));
