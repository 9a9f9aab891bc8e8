import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { openProject, sluice } from "./sluice.ts";

let project: Awaited<ReturnType<typeof openProject>>;
const run = (...argv: string[]) => sluice(project.folder, argv);
beforeAll(async () => {
  project = await openProject();
});
afterAll(() => project.close());

const path = (...parts: string[]) => join(project.folder, ...parts);

const pingDays = `apiVersion: v3.1.0
kind: DataContract
id: ping-days
version: 1.0.0
status: active
schema:
  - name: ping_days
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true}
      - {name: pings, logicalType: integer, logicalTypeOptions: {format: i64}, required: true}
support: [{channel: owner, tool: email, url: "mailto:owner@example.com"}]
`;

const good = "drops/pings/dt=2026-11-20/part-0.parquet";
const dirty = "drops/pings/dt=2026-11-21/part-0.parquet";
const held = "drops/pings/dt=2026-11-22/part-0.parquet";
const cut = "drops/pings/dt=2026-11-23/part-0.parquet";

describe("run", () => {
  test("validate only: the report, and nothing kept", async () => {
    const { code, out } = await run("run", good, "--validate-only", "--lake", "never");
    expect(code).toBe(0);
    expect(out).toMatch(/^READY {2}pings, arrival day 2026-11-20\n/);
    expect(out).toContain("Only validated: nothing was kept.");
    expect(existsSync(join(project.folder, "never"))).toBe(false);
  });

  test("a folder: a line for each drop, a table, the worst reports; exit 1", async () => {
    const { code, out, err } = await run("run", "drops/pings");
    expect(code).toBe(1);
    expect(err).toBe("");
    expect(out).toMatch(/✓ drops\/pings\/dt=2026-11-20\/part-0.parquet {2}pings {2}ready {2}1,000 rows\n/);
    expect(out).toMatch(
      /dt=2026-11-21\/part-0.parquet {2}pings {2}ready {2}1,000 rows, 10 rows quarantined \(1.00 %\)\n/,
    );
    expect(out).toMatch(/✗ .*dt=2026-11-22.* held {2}1,000 rows, 500 rows quarantined \(50.00 %\), CIRCUIT_BREAKER\n/);
    expect(out).toMatch(/✗ .*dt=2026-11-23.* rejected {2}TRUNCATED\n/);
    expect(out).toMatch(/\n(published pings 1: 2 drops, 1,990 loaded, 0 duplicates, 1 partition appended)\n/);
    expect(out).toMatch(/\nmail: \[ERROR\] pings .* → owner@example\.com \(out\/lake\/mail\/.*\.eml\)\n/);
    expect(out).toMatch(/\npings +4 +2 +0 +1 +1 +0 +0 +3,000 +2,490 +510\n/);
    expect(out.indexOf("REJECTED  pings")).toBeLessThan(out.indexOf("HELD  pings"));
  });

  test("the lake holds what the protocol names, and no scratch", () => {
    const lake = join(project.folder, "out/lake");
    expect(readdirSync(lake).sort()).toEqual([
      ".sluice",
      "committed",
      "landing",
      "ledger",
      "mail",
      "outbox",
      "plans",
      "quarantine",
      "raw",
      "staging",
    ]);
    expect(readdirSync(join(lake, "raw/pings")).sort()).toEqual([
      "dt=2026-11-20",
      "dt=2026-11-21",
      "dt=2026-11-22",
      "dt=2026-11-23",
    ]);
    expect(readdirSync(join(lake, ".sluice/scratch"))).toEqual([]);
    expect(readdirSync(join(lake, ".sluice/new"))).toEqual([]);
    const reports = readdirSync(join(lake, "ledger/pings/reports"));
    expect(reports).toHaveLength(4);
    for (const key of reports)
      ReportSchema.parse(JSON.parse(readFileSync(join(lake, "ledger/pings/reports", key, "1.json"), "utf8")));
  });

  test("a second time nothing is run; a touched file is a new drop, of the same bytes a duplicate", async () => {
    const again = await run("run", good);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("already done") });
    expect(again.out).toContain("1,000 rows went into publication 1.");
    utimesSync(join(project.folder, good), new Date(), new Date());
    const touched = await run("run", good, "--json");
    expect(touched.code).toBe(0);
    expect(JSON.parse(touched.out)).toMatchObject({
      drops: [{ alreadyDone: false, state: "DUPLICATE", report: null }],
      publications: [],
    });
    expect((await run("run", good)).out).toMatch(
      /^DUPLICATE {2}pings, .*\nThere is no report of it: its bytes are those of/,
    );
  });

  test("no contract fits: one is drafted to try the file, and nothing is kept", async () => {
    const { code, out, err } = await run("run", "drops/visits", "--lake", "out/visits");
    expect(code).toBe(1);
    expect(err).toBe(
      "sluice: no contract fits drops/visits/dt=2026-11-20/visits.parquet: nothing of it is kept, it was only tried against a draft → `sluice init drops/visits/dt=2026-11-20/visits.parquet` writes that draft\n",
    );
    expect(out).toMatch(/^no contract fits drops\/visits.*\n\nREADY {2}visits/);
    expect(out).toContain("Only validated: nothing was kept.");
    expect(readdirSync(join(project.folder, "out/visits"))).toEqual([".sluice"]);
  });

  test("files below a misspelt folder are not ready: nothing of them is kept", async () => {
    cpSync(path("drops/visits/dt=2026-11-20"), path("misspelt/vists/dt=2026-11-20"), { recursive: true });
    cpSync(path("drops/visits/dt=2026-11-20"), path("misspelt/vists/dt=2026-11-21"), { recursive: true });
    const words = ["run", "misspelt", "--lake", "out/misspelt"];
    const { code, out, err } = await run(...words);
    expect(code).toBe(1);
    expect(err).toMatch(/^sluice: no contract fits misspelt\/vists\/.*visits.parquet and 1 file beside it: nothing/);
    expect(out).toMatch(/^✗ misspelt\/vists\/.* {2}no contract, not kept; by a draft: ready {2}/);
    expect(out).toMatch(/ready +held +rejected +left out +lost +no contract +rows in/);
    expect(out).toMatch(/\nvists +2 +0 +0 +0 +0 +0 +0 +2 /);
    expect(out).not.toContain("✓");
    const { drops, problems } = JSON.parse((await run(...words, "--json")).out);
    expect(drops).toMatchObject([{ state: null }, { state: null }]);
    expect(problems).toMatchObject([{ rule: "no-contract" }]);
  });

  test("--split-only publishes nothing and tells nobody; reconcile goes on from there", async () => {
    const split = await run("run", good, dirty, "--split-only", "--json", "--lake", "out/split");
    expect(split.code).toBe(1);
    expect(JSON.parse(split.out).drops.map(({ state }: { state: string }) => state)).toEqual(["READY", "READY"]);
    expect(existsSync(join(project.folder, "out/split/mail"))).toBe(false);
    const rest = await run("reconcile", "--lake", "out/split");
    expect(rest).toMatchObject({ code: 0, err: "" });
    expect(rest.out).toMatch(/^published pings 1: 2 drops, 1,990 loaded.*\nmail: \[ERROR\] pings .*\n$/);
    expect((await run("reconcile", "--lake", "out/split")).out).toBe("✓ nothing was left undone in 1 dataset\n");
  });

  test("a derived table follows its input in the same run, and is made again with it", async () => {
    const contracts = path("derived");
    mkdirSync(contracts);
    const pings = readFileSync(path("contracts/pings.odcs.yaml"), "utf8");
    writeFileSync(
      join(contracts, "pings.odcs.yaml"),
      pings.replace("{name: at,", "{name: seen_at, physicalName: at,"), // `at` is a word of one of the engines
    );
    writeFileSync(join(contracts, "ping_days.odcs.yaml"), pingDays);
    writeFileSync(
      join(contracts, "ping_days.sql"),
      "SELECT CAST(seen_at AS DATE) AS day, COUNT(*) AS pings FROM {pings} GROUP BY 1\n",
    );
    const lake = ["--contracts", "derived", "--lake", "out/derived"];
    const first = await run("run", good, dirty, ...lake);
    expect(first.err).toBe("");
    expect(first.out).toMatch(
      /\npublished pings 1: 2 drops.*\npublished ping_days 1: made from pings 1, 1 loaded, 1 partition made new\n/,
    );
    const again = await run("run", held, "--split-only", ...lake);
    expect(again.code).toBe(1);
    await run("hold", "accept", held, ...lake);
    const { rows } = JSON.parse((await run("query", "SELECT pings FROM ping_days", "--json", ...lake)).out);
    expect(rows).toEqual([["2490"]]);
    expect((await run("status", ...lake)).out).toMatch(/\nping_days +good +1 /);
  });

  test("--backfill lifts the window, also where a drop is only validated", async () => {
    const report = async (...flags: string[]) =>
      JSON.parse((await run("run", good, "--validate-only", "--json", ...flags)).out).drops[0].report;
    expect((await report()).lifts).toEqual({ window: false, holds: false });
    expect((await report("--backfill")).lifts).toEqual({ window: true, holds: false });
  });

  test("two files that are one object of landing are told, nothing is run", async () => {
    const copy = join(project.folder, "copies/pings/dt=2026-11-20");
    mkdirSync(copy, { recursive: true });
    copyFileSync(join(project.folder, good), join(copy, "part-0.parquet"));
    const { code, err } = await run("run", "drops/pings/dt=2026-11-20", "copies", "--lake", "out/twice");
    rmSync(join(project.folder, "copies"), { recursive: true });
    expect(code).toBe(2);
    expect(err).toContain("are both the object pings/dt=2026-11-20/part-0.parquet → run them one after the other");
    expect(existsSync(join(project.folder, "out/twice"))).toBe(false);
  });

  test("a contract that no longer fits its table is told before anything is run", async () => {
    const file = join(project.folder, "contracts/pings.odcs.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("{name: os, logicalType: string}", "{name: os, logicalType: integer}"));
    const { code, out, err } = await run("run", held);
    writeFileSync(file, text);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("pings: table");
    expect(err).toContain("os is VARCHAR, the plan wants BIGINT");
  });

  test("a name that is not UTF-8 is told, the others are run", async () => {
    const folder = path("odd/pings/dt=2026-11-20");
    mkdirSync(folder, { recursive: true });
    copyFileSync(path(good), join(folder, "part-0.parquet"));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/part-`), Buffer.from([0xff]), Buffer.from(".parquet")]), "?");
    const { code, out } = await run("run", "odd", "--lake", "out/odd", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ rule: "file-name", message: expect.stringMatching(/is not UTF-8/) }],
      drops: [{ state: "COMMITTED" }],
    });
  });

  test("a file that cannot become a drop does not stop the others", async () => {
    writeFileSync(join(project.folder, "junk.bin"), "not at all");
    const { code, out } = await run("run", "junk.bin", good, "--json");
    expect(code).toBe(1);
    const value = JSON.parse(out);
    expect(value.problems).toMatchObject([{ rule: "cannot-draft" }]);
    expect(value.drops).toMatchObject([{ file: good, alreadyDone: true, state: "DUPLICATE" }]);
  });

  test("--contract takes any file; --arrived is when it came", async () => {
    const { code, out } = await run(
      "run",
      "drops/visits/dt=2026-11-20/visits.parquet",
      "--contract",
      "pings",
      "--arrived",
      "2026-11-20",
      "--json",
      "--validate-only",
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).drops[0].report).toMatchObject({
      dataset: "pings",
      verdict: "rejected",
      drop: {
        arrived: "2026-11-20T00:00:00.000Z",
        arrivalDay: "2026-11-20",
        name: "drops/visits/dt=2026-11-20/visits.parquet",
      },
    });
  });

  test("two contracts that fit one path are told, nothing is run", async () => {
    const twin = join(project.folder, "contracts/pongs.odcs.yaml");
    writeFileSync(
      twin,
      readFileSync(join(project.folder, "contracts/pings.odcs.yaml"), "utf8").replace("- name: pings", "- name: pongs"),
    );
    const { code, err } = await run("run", good);
    rmSync(twin);
    expect(code).toBe(2);
    expect(err).toContain("fits the landing patterns of pings and pongs");
  });

  test("stopped before it starts: 130, no report, no scratch", async () => {
    const stop = new AbortController();
    stop.abort();
    const { code } = await sluice(project.folder, ["run", "drops", "--lake", "stopped"], { signal: stop.signal });
    expect(code).toBe(130);
    expect(existsSync(join(project.folder, "stopped/ledger"))).toBe(false);
    expect(readdirSync(join(project.folder, "stopped/.sluice/scratch"))).toEqual([]);
  });
});

describe("query", () => {
  test("published rows, good rows of files, quarantined rows; rows of held drops stay out", async () => {
    const counts = ["pings", "pings_good", "pings_quarantine", "reports", "drops", "publications"].map(
      (table) => `(SELECT count(*) FROM ${table})`,
    );
    const { code, out } = await run("query", `SELECT ${counts.join(", ")}`, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: [["1990", "1990", "510", "4", "5", "1"]], more: false });
  });

  test("the ledger as tables", async () => {
    const states = "SELECT state, reason, count(*) AS n FROM drops GROUP BY ALL ORDER BY ALL";
    expect(JSON.parse((await run("query", states, "--json")).out).rows).toEqual([
      ["COMMITTED", null, "2"],
      ["DUPLICATE", "DUPLICATE", "1"],
      ["HELD", "CIRCUIT_BREAKER", "1"],
      ["REJECTED", "TRUNCATED", "1"],
    ]);
    const log = "SELECT dataset, number, state, drops, loaded, partitions_appended FROM publications";
    expect(JSON.parse((await run("query", log, "--json")).out).rows).toEqual([
      ["pings", "1", "DONE", "2", "1990", "1"],
    ]);
  });

  test("a dataset without a publication is an empty table with its columns", async () => {
    await run("run", good, "--split-only", "--lake", "out/unpublished");
    const { out } = await run("query", "SELECT * FROM pings", "--json", "--lake", "out/unpublished");
    expect(JSON.parse(out)).toMatchObject({
      columns: ["id", "at", "lat", "os", "sluice_drop", "sluice_arrived", "sluice_row"].map((name) => ({ name })),
      rows: [],
    });
  });

  test("a table, escaped, with its count", async () => {
    const { out } = await run("query", "SELECT os, count(*) AS n FROM pings GROUP BY ALL ORDER BY os");
    expect(out).toMatch(/^os {10,}n\nos\\x1b\[31m0 +\d+\nos\\x1b\[31m1 +\d+\n2 rows, \d+ ms\n$/);
  });

  test("few wide rows stand below each other", async () => {
    const { out } = await sluice(project.folder, ["query", "SELECT * FROM reports LIMIT 1"], { columns: 80 });
    expect(out).toMatch(/^row 1 ─+\ndataset {7}pings\n/);
  });

  test("--limit", async () => {
    expect((await run("query", "SELECT id FROM pings", "--limit", "3")).out).toMatch(
      /first 3 rows, .*--limit ROWS shows more/,
    );
  });

  test.each([
    ["SELECT nothing FROM nowhere", "nowhere does not exist"],
    ["COPY (SELECT 1) TO 'x.csv'", "disabled by configuration"],
    ["ATTACH 'x.db'", "a query only reads"],
    ["SELECT * FROM read_text('/etc/passwd')", "disabled by configuration"],
    ["SET enable_external_access = true", "a query only reads"],
    ["SELEC 1", "syntax error"],
  ])("wrong or forbidden: %s", async (sql, message) => {
    const { code, out, err } = await run("query", sql);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toContain("tables: pings (the published table), pings_good (good rows");
    expect(existsSync(join(project.folder, "x.csv")) || existsSync(join(project.folder, "x.db"))).toBe(false);
  });
});

describe("report", () => {
  test("by dataset, by name, by key, by file, newest", async () => {
    const newest = JSON.parse((await run("report", "pings", "--json")).out);
    expect(newest).toMatchObject({ dataset: "pings", format: "sluice/report/1" });
    const { key } = newest.drop;
    const file = `out/lake/ledger/pings/reports/${key}/1.json`;
    for (const word of [key, key.slice(0, 8), file])
      expect(JSON.parse((await run("report", word, "--json")).out)).toEqual(newest);
    expect((await run("report", dirty)).out).toContain("latitude".slice(0, 3));
    expect((await run("report", held)).out).toMatch(/^HELD/);
    expect((await run("report", cut.slice("drops/".length))).out).toMatch(/^REJECTED/);
    expect((await run("report")).code).toBe(0);
  });

  test("a drop that ended without a report says why; with --json it is its entry", async () => {
    const query = "SELECT key FROM drops WHERE state = 'DUPLICATE'";
    const [[key]] = JSON.parse((await run("query", query, "--json")).out).rows;
    expect((await run("report", key)).out).toMatch(/^DUPLICATE .*\nThere is no report of it/);
    expect(JSON.parse((await run("report", key, "--json")).out)).toMatchObject({
      format: "sluice/entry/1",
      state: "DUPLICATE",
    });
  });

  test("a report says where its drop stands, and what to type", async () => {
    expect((await run("report", good)).out).toContain("1,000 rows went into publication 1.");
    const { out } = await run("report", held);
    expect(out).toMatch(/\n {2}sluice hold accept [0-9a-f]{24}\n {2}sluice hold reject [0-9a-f]{24}\n/);
    expect((await run("report", dirty)).out).toMatch(/\n {2}sluice replay [0-9a-f]{24}\n/);
  });

  test("unknown: what there is", async () => {
    expect(await run("report", "pinks")).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean pings?"),
    });
    expect(await run("report", "contracts/none.json")).toMatchObject({ code: 2 });
  });
});

describe("plan and lint", () => {
  test("in words with defaults; as canonical JSON", async () => {
    expect((await run("plan", "pings")).out).toContain("(default)");
    const { out } = await run("plan", "contracts/pings.odcs.yaml", "--json");
    expect(JSON.parse(out)).toMatchObject({ format: "sluice/plan/1", dataset: "pings" });
    expect(out.split("\n")).toHaveLength(2);
  });

  test("a clean folder", async () => {
    expect(await run("lint")).toEqual({ code: 0, err: "", out: "✓ 1 contract: 0 errors, 0 warnings, 0 notes\n" });
  });

  test("what only the engine can tell has the place of its rule", async () => {
    const file = join(project.folder, "broken.odcs.yaml");
    const text = readFileSync(join(project.folder, "contracts/pings.odcs.yaml"), "utf8");
    writeFileSync(file, text.replace("- name: pings", "- name: broken").replace("lat > 0", "lattitude > 0"));
    writeFileSync(path("long.odcs.yaml"), `no contract at all ${"x:".repeat(2000)}`);
    expect((await run("lint", "long.odcs.yaml")).out.length).toBeLessThan(600);
    rmSync(path("long.odcs.yaml"));
    const { code, out } = await run("lint", "broken.odcs.yaml");
    expect(code).toBe(1);
    expect(out).toMatch(/^broken\.odcs\.yaml:12:\d+ error does-not-bind north_of_equator: .*lattitude/);
    expect(out).toContain("✗ 1 contract: 1 error, 0 warnings, 0 notes");
  });

  test("an unusable contract stops run and plan with its problems", async () => {
    const file = join(project.folder, "wrong.odcs.yaml");
    writeFileSync(file, "apiVersion: v3.1.0\nkind: DataContract\n");
    for (const argv of [
      ["plan", "wrong.odcs.yaml"],
      ["run", good, "--contract", "wrong.odcs.yaml"],
    ]) {
      const { code, out, err } = await run(...argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^wrong\.odcs\.yaml:1:1 error /);
    }
  });
});

describe("init", () => {
  test("of a folder with several files it asks for one", async () => {
    const { code, err } = await run("init", "drops");
    expect(code).toBe(2);
    expect(err).toMatch(
      /drops holds \d+ Parquet files, and a draft is made from one → name one of them, such as drops\//,
    );
  });

  test("writes a contract that lints, passes its file, and is found by the next run", async () => {
    const made = await run("init", "drops/visits/dt=2026-11-20/visits.parquet");
    expect(made).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(
        /^✓ contracts\/visits\.odcs\.yaml: \d+ rules and \d+ checks on 3 columns\n {2}the file passes it\n/,
      ),
    });
    expect((await run("lint")).out).toBe("✓ 2 contracts: 0 errors, 0 warnings, 0 notes\n");
    expect(await run("run", "drops/visits", "--validate-only")).toMatchObject({ code: 0, err: "" });
    expect(await run("init", "drops/visits/dt=2026-11-20/visits.parquet")).toMatchObject({
      code: 2,
      err: expect.stringContaining("exists already"),
    });
  });

  test("no day, no contract, said plainly", async () => {
    const path = await project.workshop.parquet("SELECT 1 AS a");
    const { code, err } = await run("init", path, "--name", "nodays");
    expect(code).toBe(1);
    expect(err).toContain("has no date or timestamp column that is never NULL");
    expect(existsSync(join(project.folder, "contracts/nodays.odcs.yaml"))).toBe(false);
  });
});
