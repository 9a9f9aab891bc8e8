import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
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
    expect(out).toMatch(/\npings +4 +2 +0 +1 +1 +3,000 +2,490 +510\n/);
    expect(out.indexOf("REJECTED  pings")).toBeLessThan(out.indexOf("HELD  pings"));
  });

  test("the lake holds what the protocol names, and no scratch", () => {
    const lake = join(project.folder, "out/lake");
    expect(readdirSync(lake).sort()).toEqual([".sluice", "ledger", "plans", "quarantine", "raw", "staging"]);
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

  test("a second time the report stands; a touched file is a new drop", async () => {
    const again = await run("run", good);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("already done") });
    utimesSync(join(project.folder, good), new Date(), new Date());
    expect((await run("run", good)).err).toBe("");
  });

  test("no contract fits: one is drafted, and how to keep it", async () => {
    const { code, out, err } = await run("run", "drops/visits");
    expect(code).toBe(0);
    expect(err).toContain(
      "no contract fits drops/visits/dt=2026-11-20/visits.parquet: drafted visits in memory from it (keep it: sluice init drops/visits/dt=2026-11-20/visits.parquet)",
    );
    expect(out).toMatch(/^READY {2}visits/);
  });

  test("a file that cannot become a drop does not stop the others", async () => {
    writeFileSync(join(project.folder, "junk.bin"), "not at all");
    const { code, out } = await run("run", "junk.bin", good, "--json");
    expect(code).toBe(1);
    const value = JSON.parse(out);
    expect(value.problems).toMatchObject([{ rule: "cannot-draft" }]);
    expect(value.drops).toMatchObject([{ file: good, alreadyDone: true, report: { verdict: "ready" } }]);
  });

  test("--contract takes any file; --arrived is when it came", async () => {
    const { code, out } = await run(
      "run",
      "drops/visits/dt=2026-11-20/visits.parquet",
      "--contract",
      "pings",
      "--arrived",
      "2026-11-25",
      "--json",
      "--validate-only",
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).drops[0].report).toMatchObject({
      dataset: "pings",
      verdict: "rejected",
      drop: {
        arrived: "2026-11-25T00:00:00.000Z",
        arrivalDay: "2026-11-25",
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
  test("good rows, quarantined rows with reasons, reports; rows of held drops stay out", async () => {
    const { code, out } = await run(
      "query",
      "SELECT (SELECT count(*) FROM pings) AS good, (SELECT count(*) FROM pings_quarantine) AS bad, (SELECT count(*) FROM reports WHERE dataset = 'pings') AS drops",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: [["2990", "510", "5"]], more: false });
  });

  test("a table, escaped, with its count", async () => {
    const { out } = await run("query", "SELECT os, count(*) AS n FROM pings GROUP BY ALL ORDER BY os");
    expect(out).toMatch(/^os {14}n\nos\\x1b\[31m0 {2}\d+\nos\\x1b\[31m1 {2}\d+\n2 rows, \d+ ms\n$/);
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
    expect(err).toContain("tables: reports (one row a drop), pings (good rows");
    expect(existsSync(join(project.folder, "x.csv")) || existsSync(join(project.folder, "x.db"))).toBe(false);
  });
});

describe("report", () => {
  test("by dataset, by name, by key, by file, newest", async () => {
    const newest = JSON.parse((await run("report", "pings", "--json")).out);
    expect(newest).toMatchObject({ dataset: "pings", verdict: "ready" });
    const { key } = newest.drop;
    const file = `out/lake/ledger/pings/reports/${key}/1.json`;
    for (const word of [key, key.slice(0, 8), file])
      expect(JSON.parse((await run("report", word, "--json")).out)).toEqual(newest);
    expect((await run("report", dirty)).out).toContain("latitude".slice(0, 3));
    expect((await run("report", held)).out).toMatch(/^HELD/);
    expect((await run("report", cut.slice("drops/".length))).out).toMatch(/^REJECTED/);
    expect((await run("report")).code).toBe(0);
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
