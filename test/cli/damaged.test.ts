import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { reportFault } from "../../lakehouse/cli/failures.ts";
import { createOutput } from "../../lakehouse/cli/output.ts";
import { openProject, sluice } from "./sluice.ts";

// A lake that has lost something, or may not be written: said, with what to do, and the rest goes on.

let project: Awaited<ReturnType<typeof openProject>>;
const run = (...argv: string[]) => sluice(project.folder, argv);
const json = async (...argv: string[]) => JSON.parse((await run(...argv, "--json")).out);
const path = (...parts: string[]) => join(project.folder, ...parts);
const day = (n: number) => `pings/dt=2026-11-${n}/part-0.parquet`;

beforeAll(async () => {
  project = await openProject();
  expect((await run("run", `drops/${day(20)}`, `drops/${day(21)}`)).code).toBe(1);
});
afterAll(() => project.close());

/** A copy of the lake, to damage it. */
function copyOf(name: string): string {
  cpSync(path("out/lake"), path(name), { recursive: true, preserveTimestamps: true });
  return name;
}

/** The newest generation of an object below the folder. */
function one(folder: string): string {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return join(
    folder,
    names
      .filter((name) => name.includes(".json"))
      .sort()
      .at(-1) ?? "",
  );
}

test("a warehouse that is gone is no good state, and contradicts the log", async () => {
  const lake = copyOf("gone");
  rmSync(path(lake, ".sluice/warehouse.duckdb"));
  const { code, out } = await run("status", "--lake", lake);
  expect(code).toBe(1);
  expect(out).toContain("pings  Its table is gone, and its publications add up to 1,990 rows.");
  expect(out).toContain("\nNext\n  sluice ledger verify --lake gone\n");
  expect((await json("status", "--lake", lake)).datasets[0]).toMatchObject({
    health: { state: "failing", verify: true },
    rows: { table: 0 },
  });
  const verified = await run("ledger", "verify", "--lake", lake);
  expect(verified.code).toBe(1);
  expect(verified.out).toContain("table of pings it is gone, and the log has 1 publications with 1990 rows → ");
  // What is run next makes the table, and does not fill it.
  expect((await run("reconcile", "--lake", lake)).code).toBe(0);
  expect((await run("status", "--lake", lake)).code).toBe(1);
});

test("an entry that cannot be read is told, the rest is shown, and rebuild mends it", async () => {
  const lake = copyOf("unread");
  writeFileSync(one(path(lake, "ledger/pings/drops")), "{");
  const verified = await run("ledger", "verify", "--lake", lake);
  expect(verified).toMatchObject({ code: 1, err: "" });
  expect(verified.out).toMatch(
    /ledger\/pings\/drops\/.* cannot be read.* → `sluice ledger rebuild pings --lake unread` makes it again/,
  );
  expect((await json("ledger", "verify", "--lake", lake)).contradictions).toHaveLength(1);
  const status = await run("status", "--lake", lake);
  expect(status).toMatchObject({ code: 1, err: "" });
  expect(status.out).toMatch(/^pings +failing +1,990 /m);
  expect(status.out).toContain("sluice ledger verify --lake unread");
  const asked = await run("query", "SELECT count(*) AS n FROM drops", "--lake", lake);
  expect(asked.code).toBe(0);
  expect(asked.err).toContain("left out: ledger/pings/drops/");
  expect((await run("ledger", "rebuild", "pings", "--lake", lake)).code).toBe(0);
  expect((await run("ledger", "verify", "--lake", lake)).code).toBe(0);
  expect((await run("status", "--lake", lake)).code).toBe(0);
});

test.each(["log", "reports"])("an object of %s that cannot be read is one contradiction", async (of) => {
  const lake = copyOf(`unread-${of}`);
  writeFileSync(one(path(lake, "ledger/pings", of)), "{}");
  const { contradictions } = await json("ledger", "verify", "--lake", lake);
  expect(contradictions).toMatchObject([{ cure: expect.stringContaining("restore it from a copy") }]);
  expect((await run("status", "--lake", lake)).code).toBe(1);
});

test("a drop whose report is gone is told by its entry, and not as if all were well", async () => {
  const lake = copyOf("no-report");
  const report = await json("report", day(20), "--lake", lake);
  rmSync(path(lake, "ledger/pings/reports", report.drop.key), { recursive: true });
  const { code, out } = await run("report", day(20), "--lake", lake);
  expect(code).toBe(1);
  expect(out).toContain(`Its report is gone: ledger/pings/reports/${report.drop.key}/1.json.`);
  expect(out).toContain(`sluice ledger verify --lake ${lake}`);
  expect(await json("report", report.drop.key, "--lake", lake)).toMatchObject({ format: "sluice/entry/1" });
});

test("a file with a control character in its name is refused, the others go on", async () => {
  const odd = path("odd/pings/dt=2026-11-20");
  cpSync(path("drops/pings/dt=2026-11-20"), odd, { recursive: true });
  cpSync(join(odd, "part-0.parquet"), join(odd, "new\nline.parquet"));
  const both = await run("run", "odd", "--lake", "names");
  expect(both.code).toBe(1);
  expect(both.err).toContain("new\\nline.parquet holds a control character");
  expect(both.err).toContain("→ rename it: no control characters");
  expect((await json("status", "--lake", "names")).datasets[0]).toMatchObject({ rows: { loaded: 1000 } });
  expect((await run("run", join("odd/pings/dt=2026-11-20", "new\nline.parquet"))).code).toBe(2);
});

test("commands of an error are as they must be typed for the lake", async () => {
  const lake = copyOf("my lake");
  const { code, err } = await run("hold", "accept", day(20), "--lake", lake);
  expect(code).toBe(2);
  expect(err).toMatch(/→ `sluice report [0-9a-f]{24} --lake 'my lake'` tells more\n$/);
  expect((await run("replay", "abc", "--lake", lake)).err).toContain("'abc' is too short for a key → write at least 4");
  expect((await run("report", "abc", "--lake", lake)).err).toContain("'abc' is too short for a key → write at least 4");
});

test("the end of several names is ambiguous, even if one of them alone can be accepted", async () => {
  const lake = copyOf("many");
  expect((await run("run", `drops/${day(22)}`, "--lake", lake)).code).toBe(1);
  const { code, err } = await run("hold", "accept", "part-0.parquet", "--lake", lake);
  expect(code).toBe(2);
  expect(err).toMatch(/'part-0.parquet' means 3 drops, .* → if you mean pings\/dt=2026-11-22\/part-0.parquet, name it/);
  expect((await json("hold", "list", "--lake", lake)).held).toHaveLength(1);
});

test.each([
  [Object.assign(new Error("no"), { code: "EROFS", path: "/lake/x" }), "make /lake/x writable, then run it again"],
  [new Error("no", { cause: Object.assign(new Error(), { code: "ENOSPC" }) }), "free space on the disk"],
  [new Error("no"), "report it with the output of SLUICE_DEBUG=1"],
])("a fault of the disk says what to do: %p", (error, cure) => {
  const said: string[] = [];
  const stream = { write: (part: string) => said.push(part) };
  const output = createOutput({ stdout: stream, stderr: stream, env: {} }, true);
  expect(reportFault(error, output, {})).toBe(3);
  expect(JSON.parse(said.join("")).problems[0].cure).toContain(cure);
});

test("stopped: one JSON value, or one line", async () => {
  const signal = AbortSignal.abort();
  const stopped = (...more: string[]) => sluice(project.folder, ["run", `drops/${day(20)}`, ...more], { signal });
  const { code, out } = await stopped("--json");
  expect({ code, problems: JSON.parse(out).problems }).toMatchObject({
    code: 130,
    problems: [{ rule: "interrupted" }],
  });
  expect(await stopped()).toEqual({
    code: 130,
    out: "",
    err: "stopped; the same run or `sluice reconcile` goes on\n",
  });
});

// Nothing is forbidden to root.
const unlessRoot = process.getuid?.() === 0 ? test.skip : test;

unlessRoot("commands that look need not write into the lake; those that work say what to do", async () => {
  const lake = copyOf("read-only");
  const all = [path(lake), ...readdirSync(path(lake), { recursive: true }).map((name) => path(lake, `${name}`))];
  const lock = (mode: number) => {
    for (const name of all) if (statSync(name).isDirectory()) chmodSync(name, mode);
  };
  const warehouse = readFileSync(path(lake, ".sluice/warehouse.duckdb"));
  lock(0o555);
  try {
    expect(await run("status", "--lake", lake)).toMatchObject({ code: 0, err: "" });
    expect((await run("report", "--lake", lake)).code).toBe(0);
    expect((await json("query", "SELECT count(*) AS n FROM pings", "--lake", lake)).rows).toEqual([["1990"]]);
    const { code, err } = await run("run", `drops/${day(22)}`, "--lake", lake);
    expect(code).toBe(3);
    expect(err).toContain("writable, then run it again");
  } finally {
    lock(0o755);
  }
  expect(readFileSync(path(lake, ".sluice/warehouse.duckdb")).equals(warehouse)).toBe(true);
});
