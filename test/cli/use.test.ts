import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commandNames, loadCommand } from "../../lakehouse/cli/find-commands.ts";
import { createOutput } from "../../lakehouse/cli/output.ts";
import { text } from "../../lakehouse/run/view/text.ts";
import { checkGolden } from "../golden.ts";
import { sluice } from "./sluice.ts";

// The command line itself: help, wrong use, exit codes, one JSON value.

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-use-"));
  mkdirSync(join(folder, "contracts"));
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "a.parquet"), "");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => sluice(folder, argv);
const goldens = join(import.meta.dirname, "goldens");
const commands = [
  "hold",
  "host",
  "images",
  "init",
  "ledger",
  "lint",
  "mail",
  "page",
  "plan",
  "plot",
  "query",
  "reconcile",
  "replay",
  "report",
  "run",
  "state",
  "status",
];

describe("help", () => {
  test("commands are the files of the folder, each called as its file", async () => {
    const names = await commandNames();
    expect(names).toEqual(commands);
    expect(await Promise.all(names.map(async (name) => (await loadCommand(name)).name))).toEqual(names);
  });

  test("sluice, sluice --help and sluice help say the same", async () => {
    const [bare, flag, word] = await Promise.all([run(), run("--help"), run("help")]);
    checkGolden(join(goldens, "help.txt"), bare.out, "test/cli/use.test.ts");
    expect([flag.out, word.out]).toEqual([bare.out, bare.out]);
    expect([bare.code, flag.code, word.code]).toEqual([0, 0, 0]);
  });

  test.each(commands)("sluice help %s", async (name) => {
    const [word, flag, short] = await Promise.all([run("help", name), run(name, "--help"), run(name, "-h")]);
    checkGolden(join(goldens, `help-${name}.txt`), word.out, "test/cli/use.test.ts");
    expect([flag.out, short.out]).toEqual([word.out, word.out]);
    expect(word.out.split("\n").filter((line) => line.startsWith("  $ sluice ")).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...word.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("--version", async () => expect((await run("--version")).out).toMatch(/^sluice \d+\.\d+\.\d+\n$/));
});

const wrong: [argv: string[], said: string][] = [
  [["rnu"], "there is no command 'rnu' → did you mean run?"],
  [["help", "rnu"], "there is no command 'rnu' → did you mean run?"],
  [["--bogus"], "there is no flag --bogus → known: --lake, --env, --contracts, --json, --help"],
  [["--lake"], "--lake needs a value → write --lake DIR"],
  [["run", "a.parquet", "--arrived", "2099-01-01"], "--arrived 2099-01-01 cannot be read → give a time from 1980 on"],
  [["zebra"], "there is no command 'zebra' → one of hold, host, images, init, ledger"],
  [["run"], "PATHS is missing → give Parquet files and folders"],
  [["run", "a.parquet", "--validate"], "there is no flag --validate → did you mean --validate-only?"],
  [["run", "a.parquet", "--lake", "a.parquet/lake"], "a.parquet is no folder → name a folder, or a new one"],
  [["lint", "empty"], "empty is a folder → name its contracts, or use --contracts"],
  [["run", "none.parquet"], "there is no file or folder none.parquet → check the path"],
  [["run", "empty"], "no *.parquet in empty → name the files themselves if they are called otherwise"],
  [["run", "a.parquet", "--workers", "none"], "--workers none cannot be read → give a whole number from 1"],
  [["run", "a.parquet", "--contract", "none"], "there is no contract for 'none'"],
  [["run", "a.parquet", "--contract", "none.yaml"], "there is no file none.yaml → check the path"],
  [["plan"], "DATASET is missing → give a dataset's name, or the file of its contract"],
  [["plan", "flights", "--contracts", "nowhere"], "nowhere: there is no such folder → make it, or name another one"],
  [["plan", "flights"], "the folder holds no *.odcs.yaml; write one, or `sluice init FILE.parquet`"],
  [["plan", "flights", "--env", "prd"], "there is no environment 'prd' → did you mean prod?"],
  [["run", "a.parquet", "--env", "prod"], "`sluice run` works on this machine, not in prod → leave --env out"],
  [["query", "SELECT 1", "--env", "prod"], "`sluice query` works on this machine, not in prod"],
  [["hold", "accept", "0123", "--by", "ann", "--env", "prod"], "in prod your Google account is who decides"],
  [["replay", "0123", "--by", "ann", "--env", "prod"], "in prod your Google account is who decides"],
  [
    ["hold", "list", "--env", "stage"],
    "there is no environment 'stage' → known: local, budget, dev, prod (a new one is a file Pulumi.stage.yaml; docs/archive.md shows one)",
  ],
  [
    ["status", "--env", "prod", "--lake", "out/lake"],
    "--lake names a folder of this machine, --env prod a lake in the cloud → leave one out",
  ],
  [["status", "--env", "stage"], "there is no environment 'stage'"],
  [["lint", "none.odcs.yaml", "neither.odcs.yaml"], "there is no file neither.odcs.yaml → check the path"],
  [["init"], "FILE is missing → give one Parquet file of the dataset"],
  [["init", "a.parquet", "--name", "No Name"], "--name No Name is no dataset name"],
  [
    ["init", "a.parquet", "--out", "b.yaml"],
    "--out b.yaml: a contract's file is called as its dataset → write --out a.odcs.yaml, or --name",
  ],
  [["query"], "SQL is missing → give one SELECT, in quotes"],
  [["query", "SELECT", "1"], "'1' is one argument too many → leave it out; quote a value that holds blanks"],
  [
    ["query", "SELECT 1"],
    "there is no lake at out/lake → `sluice run FILES…` makes one; or name another with --lake DIR",
  ],
  [["run", "a.parquet", "--launch-above", "1 MB"], "--launch-above 1 MB cannot be read → give a whole number from 0"],
  [
    ["run", "a.parquet", "--validate-only", "--split-only"],
    "--validate-only keeps nothing, so --split-only says nothing → leave one out",
  ],
  [
    ["run", "a.parquet", "--validate-only", "--launch-above", "1"],
    "--validate-only keeps nothing, so --launch-above says nothing → leave one out",
  ],
  [
    ["run", "a.parquet", "--validate-only", "--engine", "beam"],
    "--validate-only keeps nothing, so --engine beam says nothing → leave one out",
  ],
  [["run", "a.parquet", "--engine", "spark"], "there is no engine 'spark' → give node or beam"],
  [["run", "a.parquet", "--back-fill"], "there is no flag --back-fill → did you mean --backfill?"],
  [["status"], "there is no lake at out/lake"],
  [["status", "flights", "pings"], "'pings' is one argument too many"],
  [["hold"], "ACTION is missing → give list, accept or reject"],
  [["hold", "acept", "0123"], "'acept' is none of its actions → did you mean accept?"],
  [["hold", "accept"], "KEYS is missing → give keys of held drops, or --all-of DATASET"],
  [["hold", "accept", "0123", "--all-of", "flights"], "keys and --all-of are both given → leave one out"],
  [
    ["hold", "accept", "0123", "--note", "fine"],
    "--note says why a drop is rejected, and this is accept → leave it out",
  ],
  [["hold", "list", "flights", "pings"], "'pings' is one argument too many → name one dataset, or none"],
  [["hold", "reject", "0123"], "there is no lake at out/lake"],
  [["replay"], "KEYS is missing → give keys, or --all-of DATASET"],
  [["replay", "0123", "--all-of", "flights"], "keys and --all-of are both given → leave one out"],
  [["replay", "0123"], "there is no lake at out/lake"],
  [["reconcile", "now"], "'now' is one argument too many"],
  [["reconcile"], "there is no lake at out/lake"],
  [["ledger"], "ACTION is missing → give show, verify, rebuild or resume"],
  [["ledger", "shw"], "'shw' is none of its actions → did you mean show?"],
  [["ledger", "resume"], "DATASET is missing → write sluice ledger resume DATASET"],
  [["ledger", "rebuild"], "DATASET is missing → write sluice ledger rebuild DATASET"],
  [["ledger", "verify", "flights", "3"], "'3' is one argument too many → leave it out"],
  [["ledger", "show", "flights", "last"], "'last' is no number of a publication → give 1, 2, 3…"],
  [["state"], "state knows one form alone → write --canonical"],
  [["state", "--canonical"], "there is no lake at out/lake"],
  [["host"], "MANIFEST is missing → give the manifest's object name"],
  [["mail"], "ACTION is missing → give preview"],
  [["mail", "send"], "'send' is none of its actions → known: preview"],
  [
    ["report", "--lake", "out[1]"],
    "--lake out[1]: DuckDB reads * ? [ ] in a path as a search → choose a folder without them",
  ],
];

describe("wrong use: exit 2, said in words on stderr, nothing changed", () => {
  test.each(wrong)("%j", async (argv, said) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
    expect(readdirSync(folder).sort()).toEqual(["a.parquet", "contracts", "empty"]);
  });

  test.each(wrong)("with --json one value on stdout: %j", async (argv, said) => {
    const { code, out, err } = await run(...argv, "--json");
    expect({ code, err }).toEqual({ code: 2, err: "" });
    const { problems } = JSON.parse(out) as { problems: { message: string; cure: string }[] };
    expect(problems.map(({ message, cure }) => `${message} → ${cure}`).join("\n")).toContain(said);
  });

  test("everything at once", async () => {
    const { err } = await run("run", "--jsno", "--workers", "x", "--arrived", "y", "--contracts", "nowhere");
    expect(err.trim().split("\n")).toHaveLength(5);
  });

  test("everything that a command knows to be wrong", async () => {
    const { err } = await run("hold", "accept", "0123", "--all-of", "flights", "--note", "x");
    expect(err.trim().split("\n")).toHaveLength(2);
  });

  test("a flag's value that is a command's name is not taken for the command", async () => {
    expect((await run("--lake", "run", "query", "SELECT 1")).err).toContain("there is no lake at run");
  });
});

describe("terminals", () => {
  test("colours on a terminal, none with NO_COLOR", async () => {
    const coloured = await sluice(folder, ["help"], { isTTY: true });
    const plain = await sluice(folder, ["help"], { isTTY: true, env: { NO_COLOR: "1" } });
    expect(coloured.out).toContain("\x1b[1m");
    expect(plain.out).not.toContain("\x1b");
    expect(plain.out).toBe((await run("help")).out);
  });

  test("progress is one line that changes on a terminal, and goes before results come", () => {
    const written: string[] = [];
    const stream = { write: (part: string) => written.push(part), isTTY: true, columns: 80 };
    const output = createOutput({ stdout: stream, stderr: stream, env: { NO_COLOR: "1" } }, false);
    output.progress(text`one`);
    output.progress(text`two`);
    output.print(text`result`);
    output.progress(null);
    expect(written).toEqual(["\r\x1b[2Kone", "\r\x1b[2Ktwo", "\r\x1b[2K", "result\n"]);
  });

  test("no progress with --json", () => {
    const stream = { write: () => expect("written").toBe("nothing"), isTTY: true };
    createOutput({ stdout: stream, stderr: stream, env: {} }, true).progress(text`one`);
  });

  test("what the user typed cannot speak to the terminal either", async () => {
    expect((await run("plan", "\x1b[31m\u202e")).err).toContain("'\\x1b[31m\\u{202e}'");
  });
});

test("lint binds the SQL of a contract that has other errors too", async () => {
  const file = join(folder, "five.odcs.yaml");
  writeFileSync(
    file,
    `apiVersion: v3.1.0
kind: DataContract
id: five
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/five/dt=*/*.parquet"}]
schema:
  - name: five
    quality:
      - {id: q, type: custom, engine: sluice, implementation: "nosuch > 3"}
      - {id: r, type: custom, engine: sluice, implementation: "getenv('HOME') = 'x'"}
    properties:
      - {name: e, logicalType: integer, logicalTypeOptions: {minimum: 5, maximum: 1}}
      - {name: seen, logicalType: timestamp, required: true, partitioned: true}
`,
  );
  const { code, out } = await run("lint", file);
  expect(code).toBe(1);
  for (const said of ["10:9 error does-not-bind", "11:9 error does-not-bind", "13:83 error empty-range"]) {
    expect(out).toContain(said);
  }
});
