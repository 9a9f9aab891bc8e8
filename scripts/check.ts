// Types, lint and layout, side by side: one line each, and the tool's own words where it found something.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { layoutProblems, sizeReport } from "../test/layout/rules.ts";
import { projectFolder, readTree } from "../test/layout/tree.ts";
import { airflowPython, python } from "../test/python.ts";

interface Outcome {
  ok: boolean;
  /** Shown on the check's line where it passes, below it where it fails. */
  says: string;
}

const checks: Record<string, () => Promise<Outcome>> = {
  types: () => tool("ts7/bin/tsc", ["--project", "tsconfig.json", "--pretty", String(process.stdout.isTTY ?? false)]),
  lint,
  layout,
  python: existsSync(python) ? pythonTools : async () => ({ ok: true, says: "left out: no Python is set up" }),
};

function tool(script: string, args: string[]): Promise<Outcome> {
  return run(process.execPath, [join(projectFolder, "node_modules", script), ...args]);
}

function run(program: string, args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    execFile(program, args, { cwd: projectFolder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      done({ ok: !error, says: error ? stdout + stderr : "" });
    });
  });
}

/** Lint, format and types, of the tests too. */
async function pythonTools(): Promise<Outcome> {
  const airflow = existsSync(airflowPython) ? ["composer-dags", "test/composer-dags"] : [];
  const folders = ["dataflow-templates", "test/dataflow-templates", ...airflow];
  const outcomes = await Promise.all([
    run(python, ["-m", "ruff", "check", "--quiet", ...folders]),
    run(python, ["-m", "ruff", "format", "--check", "--quiet", ...folders]),
    ...folders.map((folder) => tool("pyright/index.js", ["--project", folder])),
  ]);
  return { ok: outcomes.every(({ ok }) => ok), says: outcomes.map(({ says }) => says).join("") };
}

async function lint(): Promise<Outcome> {
  const colors = process.stdout.isTTY ? "force" : "off";
  const { ok, says } = await tool("@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", `--colors=${colors}`]);
  return { ok, says: ok ? "" : `${says}→ npx biome check --write mends what can be mended by itself\n` };
}

async function layout(): Promise<Outcome> {
  const sources = readTree();
  const problems = layoutProblems(sources);
  const sizes = sizeReport(sources).map(({ folder, files, median }) => {
    return `${folder} ${files} × ${median}${median > 100 ? " (over 100!)" : ""}`;
  });
  return problems.length > 0
    ? { ok: false, says: `${problems.join("\n")}\n` }
    : { ok: true, says: `files × median lines: ${sizes.join(", ")}` };
}

async function report(name: string, check: () => Promise<Outcome>): Promise<boolean> {
  const started = performance.now();
  const { ok, says } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const line = `${name.padEnd(8)}${ok ? "ok    " : "FAILED"}  ${seconds.padStart(4)} s`;
  process.stdout.write(ok ? `${line}  ${says}`.trimEnd().concat("\n") : `${line}\n${says}`);
  return ok;
}

const outcomes = await Promise.all(Object.entries(checks).map(([name, check]) => report(name, check)));
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
