import { createOutput } from "../lakehouse/cli/output.ts";
import { styled, text } from "../lakehouse/run/view/text.ts";
import { benchNames, readArguments, WrongCall } from "./arguments.ts";
import { writeDocs } from "./docs.ts";
import { findSuites } from "./find-suites.ts";
import { readEntries, saveEntries } from "./results.ts";
import { type Case, type Entry, entryOf, type Suite } from "./suite.ts";
import { entryTable } from "./table.ts";

const USAGE = `usage: npm run bench [-- NAME... [MILLIONS]]

Measures Sluice against what it is held against (mostly a bare rewrite of the same files by DuckDB), side by side on
this machine, and merges what it finds into out/bench.json. Only the ratio says something: seconds depend on the
machine. Best on an idle one.

  NAME        a bench, or a family of them such as \`rules\`; without any all, which takes a while
  MILLIONS    rows in millions, where the bench takes a size

  --list        the benches there are
  --write-docs  renews bench/recorded.json, docs/bench.md and docs/cost.md from out/bench.json
  --help        this page
`;

const output = createOutput({ stdout: process.stdout, stderr: process.stderr, env: process.env }, false);

try {
  await main(process.argv.slice(2));
} catch (error) {
  output.progress(null);
  if (!(error instanceof WrongCall)) throw error;
  process.stderr.write(`bench: ${error.message}.\n\n${USAGE}`);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<void> {
  const suites = await findSuites();
  const wanted = readArguments(args, suites);
  if (wanted.kind === "run") await run(wanted.cases);
  else if (wanted.kind === "list") list(suites);
  else if (wanted.kind === "write-docs") await writeDocs(await readEntries());
  else process.stdout.write(USAGE);
}

function list(suites: readonly Suite[]): void {
  for (const suite of suites) {
    output.print([styled("bold", benchNames([suite]).join(", ")), text`  ${suite.about}`]);
  }
}

/** Saved after each, so that a stopped run keeps what it has; one that fails does not stop the others. */
async function run(cases: readonly Case[]): Promise<void> {
  const entries: Entry[] = [];
  for (const one of cases) {
    const entry = await measure(one).catch((error: Error) => {
      output.note(text`${styled("bad", "failed:")} ${one.name}: ${error.message}`);
      process.exitCode = 3;
      return null;
    });
    if (!entry) continue;
    entries.push(entry);
    await saveEntries(entries);
  }
  if (entries.length === 0) return;
  output.print(entryTable(entries, output.width));
  output.print(styled("dim", "merged into out/bench.json; how to read this: docs/bench.md"));
}

/** Null where the bench was skipped. */
async function measure({ name, rows, run }: Case): Promise<Entry | null> {
  const title = `${name}, ${rows.toLocaleString("en-US")} rows`;
  const found = await run((doing) => output.progress(text`${title}: ${doing} …`));
  output.progress(null);
  if ("skipped" in found) {
    output.print(text`${styled("warn", `skipped: ${title}`)}  ${found.skipped}`);
    return null;
  }
  const entry = entryOf(name, rows, found);
  if (found.told !== undefined) process.stdout.write(`${found.told}\n\n`);
  output.note(text`${title}: ratio ${entry.ratio}`);
  return entry;
}
