import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { cutFlights } from "../demo/data/flights.ts";
import { makePings } from "../demo/data/pings.ts";
import { MONTH, pingDays } from "../demo/story/plot.ts";
import { sluice } from "./cli/sluice.ts";
import { projectFolder } from "./layout/tree.ts";

// Pages are tried out as a newcomer reads them, one after the other, in one folder that is as a fresh clone after the
// demo, with fewer days of what it leaves: files that a page shows (```yaml PATH) are written, blocks marked ```sh are
// run line by line, and every line ends as it says: `# exits 1`, or 0.

const DAYS = 7;
const PINGS = { seed: 7, rowsPerDay: 3_000 };
const HELD_DAY = 25;

interface Block {
  readonly language: string;
  readonly path: string | null;
  readonly text: string;
  readonly line: number;
}

/** In the order in which they build on each other. */
const first = ["README.md", "docs/running.md", "docs/operating.md"];
const others = readdirSync(join(projectFolder, "docs")).map((name) => `docs/${name}`);
const pages = [...first, ...others.filter((page) => page.endsWith(".md") && !first.includes(page))];

const folder = mkdtempSync(join(tmpdir(), "sluice-docs-"));
beforeAll(async () => {
  cpSync(join(projectFolder, "contracts"), join(folder, "contracts"), { recursive: true });
  const landing = join(folder, "out/landing");
  mkdirSync(landing, { recursive: true });
  await cutFlights(landing, DAYS);
  const days = pingDays(MONTH).filter(({ day }) => day === HELD_DAY);
  await makePings(landing, PINGS, days);
  shellCommands();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(projectFolder, page), "utf8");
  const blocks = blocksOf(text);
  beforeAll(() => {
    for (const { path, text } of blocks) if (path !== null) writeFileSync(join(folder, path), text);
  });

  test("links lead somewhere", () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link]) => link ?? "");
    const broken = links.filter((link) => !exists(join(projectFolder, dirname(page), link)));
    expect(broken).toEqual([]);
  });

  const lines = blocks.filter(({ language }) => language === "sh").flatMap(commandsOf);
  if (lines.length > 0) {
    test.each(lines)(
      "line $line: $command",
      async ({ command, exits }) => {
        const { code, output } = await typed(command);
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

/** `npx sluice`, and `sluice` for short, without npm's start-up. */
function shellCommands(): void {
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
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A line that is nothing but one call of sluice needs no shell and no process. */
async function typed(line: string): Promise<Ended> {
  const words = wordsOf(line);
  if (words === null) return shell(line);
  const { code, out, err } = await sluice(folder, words);
  return { code, output: out + err };
}

/** Of `sluice a "b c"  # exits 1` the words a and `b c`; null: a shell has to read it. */
function wordsOf(line: string): string[] | null {
  const [, rest] = /^(?:npx )?sluice ((?:"[^"$`\\]*"|[^\s"'`$\\|&;<>#*?()]+| )+?)\s*(?:#.*)?$/.exec(line) ?? [];
  return rest?.match(/"[^"]*"|\S+/g)?.map((word) => word.replace(/^"(.*)"$/, "$1")) ?? null;
}

function shell(command: string): Promise<Ended> {
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
