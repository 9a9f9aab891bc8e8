import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { upload } from "../../lakehouse/adapters/local-landing.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { openLaptop } from "../../lakehouse/environment.ts";
import { lastPublication, movePublication } from "../../lakehouse/ledger/log.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { createPublisher } from "../../lakehouse/publish/publisher.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { claim } from "../../lakehouse/run/claim.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { openProject, sluice } from "./sluice.ts";

// A person looks after a lake: holds, replays, what was left undone, the ledger, mails. One lake, in the order of a day.

let project: Awaited<ReturnType<typeof openProject>>;
const run = (...argv: string[]) => sluice(project.folder, argv);
const json = async (...argv: string[]) => JSON.parse((await run(...argv, "--json")).out);
const path = (...parts: string[]) => join(project.folder, ...parts);

const dirty = "pings/dt=2026-11-21/part-0.parquet";
const held = "pings/dt=2026-11-22/part-0.parquet";
const cut = "pings/dt=2026-11-23/part-0.parquet";

const keys: Record<string, string> = {};
const keyOf = (name: string) => keys[name] ?? "";

beforeAll(async () => {
  project = await openProject();
  expect((await run("run", "drops/pings")).code).toBe(1);
  for (const [name, key] of (await json("query", "SELECT name, key FROM drops")).rows) keys[name] = key;
});
afterAll(() => project.close());

describe("what waits", () => {
  test("status: a line a dataset, what waits and for how long, what to type; exit 1", async () => {
    const { code, out, err } = await run("status");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(
      /^dataset +state +rows in table .*\npings +held +1,990 +10 +1 +1, \d+ s ago, \d+ s after arrival +0\n/,
    );
    expect(out).toMatch(/\n✗ pings {2}1 drop of 1,000 rows waits for a person's decision \(CIRCUIT_BREAKER\)/);
    expect(out).toContain(`HELD   pings    ${keyOf(held).slice(0, 12)}`);
    expect(out).toContain("\nNext\n  sluice hold list\n");
  });

  test("status of one dataset: rows in parts that add up", async () => {
    const { out } = await run("status", "pings");
    expect(out).toMatch(/\nRows\n {2}rows in +3,000 .*\n {2}loaded +1,990\n {2}in quarantine +10\n/);
    const [pings] = (await json("status")).datasets;
    expect(pings).toMatchObject({
      name: "pings",
      health: { state: "held" },
      drops: { COMMITTED: 2, HELD: 1, REJECTED: 1 },
      rows: { rowsIn: 3000, loaded: 1990, quarantined: 10, duplicates: 0, waiting: 1000, table: 1990 },
      publication: { number: 1, state: "DONE" },
      mailsToSend: 0,
    });
  });

  test("hold list, and by dataset", async () => {
    const { code, out } = await run("hold", "list");
    expect(code).toBe(1);
    expect(out).toContain(`sluice hold accept ${keyOf(held)}`);
    expect((await json("hold", "list", "pings")).held).toMatchObject([
      { dataset: "pings", key: keyOf(held), state: "HELD", reason: { code: "CIRCUIT_BREAKER" } },
    ]);
  });
});

describe("wrong decisions change nothing", () => {
  const wrong: [argv: () => string[], said: string][] = [
    [() => ["hold", "accept", keyOf(dirty)], "is COMMITTED; only drops that are HELD can be accepted"],
    [() => ["hold", "reject", "none.parquet"], "no drop in the lake fits 'none.parquet'"],
    [() => ["hold", "accept", keyOf(held), "nothing"], "no drop in the lake fits 'nothing'"],
    [() => ["hold", "accept", "--all-of", "pongs"], "the ledger has no dataset 'pongs' → did you mean pings?"],
    [() => ["hold", "list", "pongs"], "the ledger has no dataset 'pongs' → did you mean pings?"],
    [() => ["replay", keyOf(dirty)], "were set aside by the very contract that is deployed"],
    [() => ["replay", "pings/dt=2026-11-20/part-0.parquet"], "has no row in quarantine"],
    [() => ["replay", "part-0.parquet"], "'part-0.parquet' means 4 drops → name one by its key"],
    [() => ["replay", "--all-of", "pongs"], "the ledger has no dataset 'pongs'"],
    [() => ["status", "pongs"], "there is no dataset 'pongs' → did you mean pings?"],
    [() => ["ledger", "show", "pongs"], "the ledger has no dataset 'pongs' → did you mean pings?"],
    [() => ["ledger", "show", "pings", "7"], "pings has no publication 7 → the last one is 1"],
    [() => ["ledger", "resume", "pings"], "no publication of pings is stuck"],
    [() => ["state", "--canonical", "pongs"], "the ledger has no dataset 'pongs'"],
    [() => ["host", "ledger/pings/jobs/none.json"], "there is no manifest ledger/pings/jobs/none.json"],
    [() => ["host", "/etc/passwd"], "there is no manifest /etc/passwd"],
    [() => ["mail", "preview", "pongs"], "no drop in the lake fits 'pongs'"],
  ];

  test.each(wrong.map(([argv, said]) => ({ argv, said })))("$said", async ({ argv, said }) => {
    const { code, out, err } = await run(...argv());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
    const { problems } = await json(...argv());
    expect(problems.map(({ message, cure }: Record<string, string>) => `${message} → ${cure}`).join()).toContain(said);
  });

  test("nothing was decided", async () => {
    expect((await json("hold", "list")).held).toHaveLength(1);
    expect((await json("ledger", "show")).publications).toHaveLength(1);
  });
});

describe("hold accept", () => {
  test("by the first digits of a key: split again, published, told", async () => {
    const { code, out, err } = await run("hold", "accept", keyOf(held).slice(0, 8), "--by", "ann");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^! .*dt=2026-11-22.* ready with warnings {2}1,000 rows, 500 rows quarantined .*\n/);
    expect(out).toMatch(/\npublished pings 2: 1 drop, 500 loaded, 0 duplicates, 1 partition appended\n/);
    expect(out).toMatch(/\nmail: \[.*\] pings .*\n$/);
    expect((await run("report", held)).out).toMatch(/500 rows went into publication 2.*\n.*round 2, decided by ann\n/);
  });

  test("a second time it is nobody's to decide", async () => {
    expect(await run("hold", "accept", held)).toMatchObject({ code: 2, err: expect.stringContaining("is COMMITTED") });
    expect(await run("hold", "list")).toMatchObject({ code: 0, out: "No drop is held.\n" });
    expect((await run("status")).code).toBe(0);
  });
});

describe("hold reject", () => {
  test("of all that a dataset holds, with a note; a replay brings it back to be decided", async () => {
    const lake = ["--lake", "out/rejected"];
    await run("run", `drops/${held}`, ...lake);
    expect(
      await run("hold", "reject", "--all-of", "pings", "--note", "test data", "--by", "bob", ...lake),
    ).toMatchObject({
      code: 0,
      out: expect.stringContaining("rejected  a person rejected it: test data (held because "),
    });
    expect((await run("report", ...lake)).out).toContain("REJECTED since then: a person rejected it: test data");
    const again = await run("replay", held, ...lake);
    expect(again).toMatchObject({ code: 1, out: expect.stringMatching(/^✗ .* held {2}1,000 rows/) });
    expect((await json("hold", "list", ...lake)).held).toMatchObject([{ round: 2 }]);
  });
});

describe("replay", () => {
  const mend = (from: string, to: string) => {
    const file = path("contracts/pings.odcs.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(`maximum: ${from}}`, `maximum: ${to}}`));
  };
  const rowsOfPings = async () => (await json("status")).datasets[0].rows;

  test("after the contract was mended badly: the rows fail again, and stay in quarantine once", async () => {
    mend("90", "91");
    const { code, out } = await run("replay", dirty, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out).drops).toMatchObject([
      { state: "COMMITTED", report: { rows: { in: 10, quarantined: 10 } } },
    ]);
    expect(await rowsOfPings()).toMatchObject({ rowsIn: 3000, loaded: 2490, quarantined: 510, table: 2490 });
    expect(await run("replay", dirty)).toMatchObject({ code: 2, err: expect.stringContaining("very contract") });
  });

  test("after it was mended well: what the first replay left behind comes in, and nothing twice", async () => {
    mend("91", "95");
    const value = await json("replay", dirty);
    expect(value.drops).toMatchObject([{ state: "COMMITTED", report: { rows: { in: 10, good: 10, quarantined: 0 } } }]);
    expect(value.publications).toMatchObject([{ number: 4, counts: { loaded: 10 } }]);
    expect(await rowsOfPings()).toMatchObject({ rowsIn: 3000, loaded: 2500, quarantined: 500, table: 2500 });
    expect(await run("replay", keyOf(dirty))).toMatchObject({
      code: 2,
      err: expect.stringContaining("has no row in quarantine"),
    });
  });

  test("--all-of: everything that the dataset still has in quarantine", async () => {
    const { code, out } = await run("replay", "--all-of", "pings");
    expect(code).toBe(0);
    expect(out).toMatch(/\npublished pings 5: 1 drop, 500 loaded, 0 duplicates/);
    expect(await rowsOfPings()).toMatchObject({ rowsIn: 3000, loaded: 3000, quarantined: 0, table: 3000 });
    expect(await run("replay", "--all-of", "pings")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no published drop of pings has rows in quarantine"),
    });
  });

  test("of a refused drop: another round, refused again; exit 1", async () => {
    const { code, out } = await run("replay", cut, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out).drops).toMatchObject([{ state: "REJECTED", report: { round: 2 } }]);
  });
});

describe("the ledger", () => {
  test("show: the log, and one publication in full", async () => {
    const { out } = await run("ledger", "show", "pings");
    expect(out.trim().split("\n")).toHaveLength(6);
    const newest = await run("ledger", "show", "--limit", "1");
    expect(newest.out.trim().split("\n")).toHaveLength(2);
    expect(newest.err).toContain("4 older publications → --limit N shows more of them");
    expect(await json("ledger", "show", "--limit", "1")).toMatchObject({ publications: [{ number: 5 }], older: 4 });
    const one = (await run("ledger", "show", "pings", "2")).out;
    expect(one).toMatch(/^DONE {2}pings 2\n/);
    expect(one).toContain("500 good = 500 loaded + 0 duplicates");
    expect(await json("ledger", "show", "pings", "2")).toMatchObject({
      format: "sluice/publication/1",
      number: 2,
      drops: [{ key: keyOf(held), round: 2 }],
    });
  });

  test("verify finds what contradicts, rebuild mends what the log and the reports know", async () => {
    expect(await run("ledger", "verify")).toMatchObject({ code: 0, out: "✓ 1 dataset: 0 contradictions\n" });
    const before = (await run("state", "--canonical")).out;
    const entries = path("out/lake/ledger/pings/drops/dt=2026-11-21");
    for (const name of readdirSync(entries)) if (name.startsWith(keyOf(dirty))) rmSync(join(entries, name));
    expect((await run("state", "--canonical")).out).not.toBe(before);
    expect(await run("ledger", "rebuild", "pings")).toMatchObject({
      code: 0,
      out: "✓ pings: 1 entry made again, 5 publications followed\n",
    });
    expect((await run("ledger", "verify")).code).toBe(0);
    const told = /"told": \[[^\]]*\]/;
    expect((await run("state", "--canonical")).out.replace(told, "")).toBe(before.replace(told, ""));
  });

  test("a file that a report names and that is gone is told; exit 1", async () => {
    const lake = ["--lake", "out/lost"];
    await run("run", `drops/${dirty}`, ...lake);
    // Its rows are in the table.
    rmSync(path("out/lost/staging"), { recursive: true });
    expect(await run("ledger", "verify", ...lake)).toMatchObject({ code: 0, err: "" });
    const { code, err } = await run("query", "SELECT count(*) AS n FROM pings_good", ...lake);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/^left out: staging\/pings\/.* it is gone → /),
    });
    rmSync(path("out/lost/raw"), { recursive: true });
    const verified = await run("ledger", "verify", ...lake);
    expect(verified.code).toBe(1);
    expect(verified.out).toMatch(
      /^raw\/pings\/.*\.parquet it is gone → restore it .*\n✗ 1 dataset: 1 contradiction\n$/,
    );
  });
});

describe("state --canonical", () => {
  test("two lakes that did the same are equal to the byte, with --json and without", async () => {
    const arrived = ["--arrived", "2026-11-21T06:00:00Z"];
    for (const lake of ["out/one", "out/two"])
      await run("run", `drops/${dirty}`, `drops/${held}`, ...arrived, "--lake", lake);
    const [one, two] = await Promise.all(
      ["out/one", "out/two"].map((lake) => run("state", "--canonical", "--lake", lake)),
    );
    expect(one?.out).toBe(two?.out);
    expect((await run("state", "--canonical", "--json", "--lake", "out/one")).out).toBe(one?.out);
    expect(JSON.parse(one?.out ?? "")).toMatchObject({ datasets: [{ dataset: "pings", sums: { loaded: 2000 } }] });
  });
});

describe("reconcile", () => {
  test("takes up what lies in landing, names what no contract knows, and then has nothing to do", async () => {
    const landing = path("out/lake/landing");
    mkdirSync(join(landing, "pings/dt=2026-11-24"), { recursive: true });
    copyFileSync(path("drops/pings/dt=2026-11-20/part-0.parquet"), join(landing, "pings/dt=2026-11-24/part-0.parquet"));
    writeFileSync(join(landing, "stray.bin"), "?");
    const first = await run("reconcile");
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("no contract fits stray.bin in landing") });
    expect(first.out).toMatch(
      /^✓ pings\/dt=2026-11-24\/part-0\.parquet {2}pings {2}ready {2}1,000 rows\npublished pings 6: /,
    );
    expect(await json("reconcile")).toEqual({
      drops: [],
      unknown: ["stray.bin"],
      swept: { tables: 0, files: 0, markers: 0 },
      publications: [],
      waiting: [],
      checks: [],
      mails: [],
    });
  });
});

describe("what others left behind", () => {
  test("a drop whose entry nobody can read is told, exit 3; the others go on", async () => {
    const lake = ["--lake", "out/spoilt"];
    const landing = path("out/spoilt/landing/pings/dt=2026-11-25");
    await run("run", `drops/${dirty}`, `drops/${held}`, "--split-only", ...lake);
    const entries = path("out/spoilt/ledger/pings/drops/dt=2026-11-21");
    const entry = readdirSync(entries).sort().at(-1) ?? ""; // the newest generation
    writeFileSync(join(entries, entry), "{}");
    mkdirSync(landing, { recursive: true });
    copyFileSync(path("drops/pings/dt=2026-11-20/part-0.parquet"), join(landing, "part-0.parquet"));
    const { code, out, err } = await run("reconcile", ...lake);
    expect(code).toBe(3);
    expect(err).toContain(`fault ${entry.slice(0, 24)}: ledger/pings/drops/dt=2026-11-21/`);
    expect(out).toMatch(/✓ pings\/dt=2026-11-25\/part-0\.parquet {2}pings {2}ready .*\npublished pings 1: /);
    expect(readFileSync(join(entries, entry), "utf8")).toBe("{}");
  });

  async function inLake(lake: string, work: (tools: Tools) => Promise<unknown>): Promise<void> {
    const laptop = await openLaptop({ lake: path(lake), leaseSeconds: 1 });
    await work({ ...laptop, engine: { split: () => Promise.reject(new Error("no drop is split here")) } });
    await laptop.close();
  }

  test("a drop of a worker that died is waited for until its lease is over, then split again", async () => {
    const name = "pings/dt=2026-11-20/part-0.parquet";
    const plan = plannedPings();
    await inLake("out/died", async (tools) => {
      const meta = await upload(path("out/died"), path("drops", name), name);
      await claim(tools, plan, arrivalOf("local", name, meta, "2026-11-20"));
    });
    expect(await json("run", `drops/${name}`, "--lake", "out/died")).toMatchObject({
      drops: [{ alreadyDone: false, state: "COMMITTED", report: { attempt: 2 } }],
    });
  });

  test("a publication that waits for a person: said everywhere, and resumed", async () => {
    const lake = ["--lake", "out/stuck"];
    await run("run", `drops/${dirty}`, "--split-only", ...lake);
    await inLake("out/stuck", async (tools) => {
      await createPublisher(tools, "pings").advance();
      const last = await lastPublication(tools.objects, "pings");
      if (!last) throw new Error("nothing was prepared");
      const stuck = { reason: "a table is not as it was", cure: "look at it", since: tools.clock.now() };
      await movePublication(tools.objects, last, { stuck });
    });
    expect(await run("status", ...lake)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/pings +stuck.*Publication 1 waits for a person.*sluice ledger resume pings/s),
    });
    expect(await run("reconcile", ...lake)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        "stuck pings 1: a table is not as it was → look at it; then `sluice ledger resume pings --lake out/stuck`",
      ),
    });
    expect((await run("ledger", "show", "pings", "1", ...lake)).out).toContain("It waits for a person");
    const resumed = await run("ledger", "resume", "pings", ...lake);
    expect(resumed).toMatchObject({ code: 0, err: "" });
    // Nothing had been done to the table: the same drop comes again, in a publication of its own.
    expect(resumed.out).toMatch(
      /^✓ pings 1 is given up, its drops come again\npublished pings 2: 1 drop, 1,000 loaded/,
    );
  });

  function plannedPings(): Plan {
    const { contract } = readContract(readFileSync(path("contracts/pings.odcs.yaml"), "utf8"), "pings.odcs.yaml", null);
    if (!contract) throw new Error("the contract has errors");
    return compilePlan(contract, LOCAL);
  }
});

test.each([
  [["run", `drops/${dirty}`]],
  [["run", `drops/${dirty}`, "--validate-only"]],
  [["report"]],
  [["query", "FROM drops"]],
  [["status"]],
  [["hold", "list"]],
  [["hold", "accept"]],
  [["replay", "nothing"]],
  [["reconcile"]],
  [["ledger", "show"]],
  [["ledger", "verify"]],
  [["ledger", "rebuild", "pings"]],
  [["ledger", "resume", "pings"]],
  [["mail", "preview"]],
  [["state", "--canonical"]],
])("--json: one value on stdout and nothing beside: %j", async (argv) => {
  const { out, err } = await run(...argv, "--json");
  expect(err).toBe("");
  expect(typeof JSON.parse(out)).toBe("object");
});

describe("mail preview", () => {
  test("of a drop: as if nothing had been told; nothing is sent", async () => {
    const mails = readdirSync(path("out/lake/mail")).length;
    const { code, out } = await run("mail", "preview", keyOf(held), "--out", "out/looked");
    expect(code).toBe(0);
    expect(out).toContain("to       owner@example.com");
    expect(out).toContain("[RELEASED] pings 2026-11-22 — 500 of 1,000 rows loaded, 500 quarantined");
    expect(readdirSync(path("out/looked"))).toEqual([
      `pings-${keyOf(held).slice(0, 12)}.html`,
      `pings-${keyOf(held).slice(0, 12)}.txt`,
    ]);
    expect(readdirSync(path("out/lake/mail"))).toHaveLength(mails);
  });

  test("of a dataset: its newest message; of a clean drop: nothing", async () => {
    const { mails } = await json("mail", "preview", "pings");
    expect(mails).toMatchObject([{ dataset: "pings", to: ["owner@example.com"] }]);
    expect((await run("mail", "preview", "pings/dt=2026-11-20/part-0.parquet")).out).toContain(
      "there is nothing to tell",
    );
  });
});
