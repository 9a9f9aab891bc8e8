// `sluice plot` over a real lake: real flights, published and derived by the command line.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { cutFlights } from "../../demo/data/flights.ts";
import { projectFolder } from "../layout/tree.ts";
import { sluice } from "./sluice.ts";

const DAYS = 3;
const folder = mkdtempSync(join(tmpdir(), "sluice-plot-"));
const run = (...argv: string[]) => sluice(folder, argv);
const year = join(folder, "out/plots/airport_anomalies/year=2001");

beforeAll(async () => {
  cpSync(join(projectFolder, "contracts"), join(folder, "contracts"), { recursive: true });
  mkdirSync(join(folder, "drops"));
  await cutFlights(join(folder, "drops"), DAYS);
  await run("run", "drops/flights", "--backfill");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every airport of every year, beside the lake", async () => {
  const { code, out, err } = await run("plot", "airport_anomalies");
  expect([code, err]).toEqual([0, ""]);
  const files = readdirSync(year);
  expect(out).toBe(`✓ out/plots/airport_anomalies: ${files.length} pictures drawn, 0 left as they were\n`);
  expect(files).toContain("airport=SFO.svg");
  expect(readFileSync(join(year, "airport=SFO.svg"), "utf8")).toContain("SFO 2001");
});

test("what is so already is left alone, what is not is drawn again", async () => {
  const file = join(year, "airport=SFO.svg");
  const [before, { mtimeMs }] = [readFileSync(file, "utf8"), statSync(file)];
  expect(JSON.parse((await run("plot", "airport_anomalies", "--airport", "SFO,LGA", "--json")).out)).toEqual({
    folder: "out/plots",
    written: 0,
    same: 2,
  });
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  writeFileSync(file, "");
  const { out } = await run("plot", "airport_anomalies", "--year", "2001");
  expect(out).toContain("1 picture drawn");
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("elsewhere, where it is told", async () => {
  await run("plot", "airport_anomalies", "--airport", "JFK", "--out", "elsewhere");
  expect(readdirSync(join(folder, "elsewhere/airport_anomalies/year=2001"))).toEqual(["airport=JFK.svg"]);
});

test("the page tells of the table, and that nothing is judged yet", async () => {
  expect((await run("page")).code).toBe(0);
  const html = readFileSync(join(folder, "out/report.html"), "utf8");
  expect(html).toContain('id="dataset-airport_anomalies-days"');
  expect(html).toMatch(/No day of 2001 was unusual, at \d+ airports\./);
});

test.each([
  [
    ["airport_days"],
    "airport_days does not say which days of airports are unusual → tables that do: airport_anomalies",
  ],
  [["airport_anomalies", "--airport", "SOF"], "no airport is called 'SOF'"],
  [["airport_anomalies", "--year", "1999"], "no day of 1999 is there → years that are: 2001"],
  [["airport_anomalies", "--lake", "none"], "there is no lake at none"],
])("wrong use: %j", async (argv, said) => {
  const { code, err } = await run("plot", ...argv);
  expect(code).toBe(2);
  expect(err).toContain(said);
});
