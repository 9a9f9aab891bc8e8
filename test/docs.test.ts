import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FLIGHTS_FILE } from "../demo/data/flights.ts";
import { openWorkshop } from "./engine/workshop.ts";
import { projectFolder } from "./layout/tree.ts";

// Pages are tried out: files that a page shows (```yaml PATH) are written, blocks marked ```sh are run line by line in
// one folder a page, and every line ends as it says: `# exits 1`, or 0.

interface Block {
  readonly language: string;
  readonly path: string | null;
  readonly text: string;
  readonly line: number;
}

const pages = ["README.md", ...readdirSync(join(projectFolder, "docs")).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith(".md"),
);

let landing = "";
beforeAll(async () => {
  const workshop = await openWorkshop();
  landing = mkdtempSync(join(tmpdir(), "sluice-docs-"));
  for (const day of ["2001-01-05", "2001-01-06"]) {
    const folder = join(landing, `flights/dt=${day}`);
    mkdirSync(folder, { recursive: true });
    cpSync(
      await workshop.parquet(`SELECT * FROM '${FLIGHTS_FILE}' WHERE date::DATE = '${day}'`),
      join(folder, "flights.parquet"),
    );
  }
  const dirty = join(landing, "flights/dt=2001-06-30");
  mkdirSync(dirty, { recursive: true });
  cpSync(
    await workshop.parquet(`SELECT * FROM '${FLIGHTS_FILE}' WHERE date >= '2001-06-30'`),
    join(dirty, "flights.parquet"),
  );
  workshop.close();
}, 60_000);
afterAll(() => rmSync(landing, { recursive: true, force: true }));

describe.each(pages)("%s", (page) => {
  const blocks = blocksOf(readFileSync(join(projectFolder, page), "utf8"));
  let folder = "";
  beforeAll(() => {
    folder = pageFolder(blocks);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("links lead somewhere", () => {
    const text = readFileSync(join(projectFolder, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link]) => link ?? "");
    const broken = links.filter((link) => !exists(join(projectFolder, dirname(page), link)));
    expect(broken).toEqual([]);
  });

  const lines = blocks.filter(({ language }) => language === "sh").flatMap(commandsOf);
  if (lines.length > 0) {
    test.each(lines)(
      "line $line: $command",
      async ({ command, exits }) => {
        const { code, output } = await shell(command, folder);
        expect({ code, output: code === exits ? "" : output }).toEqual({ code: exits, output: "" });
      },
      60_000,
    );
  }
});

test("README is short", () => {
  expect(readFileSync(join(projectFolder, "README.md"), "utf8").split("\n").length).toBeLessThanOrEqual(121);
});

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^```(\w+)(?: +(\S+))?\n([\s\S]*?)^```$/gm;
  for (const match of page.matchAll(fence)) {
    const line = page.slice(0, match.index).split("\n").length;
    blocks.push({ language: match[1] ?? "", path: match[2] ?? null, text: match[3] ?? "", line });
  }
  return blocks;
}

function commandsOf({ text, line }: Block): { command: string; exits: number; line: number }[] {
  return text.split("\n").flatMap((command, index) => {
    if (command.trim() === "" || command.startsWith("#")) return [];
    const exits = Number(/#.*\bexits (\d+)/.exec(command)?.[1] ?? 0);
    return [{ command, exits, line: line + index + 1 }];
  });
}

/** A folder like a fresh clone after the demo: contracts, drops, and `npx sluice` without npm's start-up. */
function pageFolder(blocks: readonly Block[]): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-page-"));
  cpSync(join(projectFolder, "contracts"), join(folder, "contracts"), { recursive: true });
  cpSync(landing, join(folder, "out/landing"), { recursive: true });
  const main = join(projectFolder, "lakehouse/cli/main.ts");
  mkdirSync(join(folder, ".bin"));
  const scripts = {
    sluice: `exec "${process.execPath}" "${main}" "$@"`,
    npx: `shift; exec "${process.execPath}" "${main}" "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, ".bin", name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, ".bin", name), 0o755);
  }
  for (const { path, text } of blocks) if (path !== null) writeFileSync(join(folder, path), text);
  return folder;
}

function shell(command: string, folder: string): Promise<{ code: number | null; output: string }> {
  const path = `${join(folder, ".bin")}${delimiter}${process.env.PATH}`;
  const child = spawn("sh", ["-c", command], { cwd: folder, env: { ...process.env, PATH: path } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((done) => child.on("close", (code) => done({ code, output })));
}

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EISDIR";
  }
}
