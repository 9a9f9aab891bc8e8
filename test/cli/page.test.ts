// `sluice page` over a real lake: files run, published and told of by the command line, then looked at.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { wordsOf } from "../page/words-of.ts";
import { openProject, sluice } from "./sluice.ts";

let project: Awaited<ReturnType<typeof openProject>>;
const run = (...argv: string[]) => sluice(project.folder, argv);
beforeAll(async () => {
  project = await openProject();
  await run("run", "drops/pings");
}, 60_000);
afterAll(() => project.close());

const read = (name: string) => readFileSync(join(project.folder, name), "utf8");

test("beside the lake, unless it is told where; sums add up and the table was counted", async () => {
  const { code, out, err } = await run("page");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^held {2}pings {2}1 drop of 1,000 rows waits .*\n✓ out\/report\.html: 1 dataset, 0 derived tables\n$/,
  );
  const words = wordsOf(read("out/report.html"));
  expect(words).toContain("Adds up: 3,000 rows in = 1,990 loaded + 10 quarantined + 0 duplicates + 1,000 waiting.");
  expect(words).toContain("In the table: 1,990 rows = 1,990 loaded by publications.");
  expect(words).toMatch(/npx sluice hold accept [0-9a-f]{24}/);
  expect(words).not.toContain("--lake");
});

test("mails are linked as they lie", async () => {
  await run("page");
  const [, link] = /<a href="(lake\/mail\/[^"]+\.eml)">/.exec(read("out/report.html")) ?? [];
  expect(existsSync(join(project.folder, "out", link ?? "none"))).toBe(true);
});

test("for a machine; commands of another lake name it", async () => {
  mkdirSync(join(project.folder, "pages"));
  const { code, out } = await run(
    "page",
    "--json",
    "--out",
    "pages/march.html",
    "--title",
    "March",
    "--lake",
    "./out/lake",
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    file: "pages/march.html",
    title: "March",
    environment: "local",
    datasets: [
      { name: "pings", health: { state: "held" }, rows: { rowsIn: 3000, loaded: 1990, waiting: 1000, table: 1990 } },
    ],
    derived: [],
  });
  expect(wordsOf(read("pages/march.html"))).toMatch(/^March · local$/m);
  expect(read("pages/march.html")).toMatch(/npx sluice hold accept [0-9a-f]{24} --lake \.\/out\/lake/);
  expect(readdirSync(join(project.folder, "pages"))).toEqual(["march.html"]);
});

test.each([
  [["--out", "report.txt"], "--out report.txt: a page's name ends in .html → write --out report.txt.html"],
  [["--out", "none/report.html"], "none/report.html: its folder does not exist → make the folder first"],
  [["--lake", "no-lake"], "there is no lake at no-lake"],
  [["pings"], "'pings' is one argument too many"],
])("wrong use: %j", async (argv, said) => {
  const { code, out, err } = await run("page", ...argv);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(said);
});

test("a folder in the way is not written over", async () => {
  mkdirSync(join(project.folder, "folder.html"));
  const { code, err } = await run("page", "--out", "folder.html");
  expect(code).toBe(2);
  expect(err).toContain("folder.html is no file → name another one");
});
