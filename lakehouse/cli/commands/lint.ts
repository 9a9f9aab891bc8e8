import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ContractText, findStraySql, readContractText, readContractTexts } from "../../catalog.ts";
import { type Problem, sortProblems } from "../../contract/problem.ts";
import { readCatalog } from "../../contract/read-catalog.ts";
import { bindContract } from "../../run/bind.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
import { type Context, command } from "../command.ts";
import { isError, problemsIn, withNeighbours } from "../contracts.ts";
import { exit } from "../exit.ts";
import { problemLine } from "../failures.ts";
import { withEngine } from "../lake.ts";
import { useProblem, WrongUse } from "../wrong-use.ts";

export default command({
  name: "lint",
  topic: "Contracts",
  summary: "everything wrong in contracts, each with its place and its cure",
  help: `
Reads contracts against ODCS 3.1 and Sluice's own rules, and binds every row expression, SQL check and derived table
against empty tables of the contracts' types. All problems are told at once, one a line, in the form that editors make
clickable.

  $ sluice lint                                  every contract of the folder
  $ sluice lint contracts/flights.odcs.yaml      this one
  $ sluice lint --json | jq '.problems[].rule'   for a machine

Exits 0 without errors (warnings and notes are fine), 1 with errors, 2 where a file is missing.`,
  arguments: [{ name: "FILES", meaning: "contracts (default: all of the folder)", required: false, many: true }],
  flags: {},
  async run(context) {
    const chosen = await chosenTexts(context);
    const problems = sortProblems(await allProblems(context, chosen));
    context.output.value({ files: chosen.texts.map(({ file }) => file), problems });
    context.output.print([...problems.map(problemLine), summary(chosen.texts.length, problems)]);
    return problems.some(isError) ? exit.problems : exit.good;
  },
});

interface ChosenTexts {
  /** What is linted. */
  readonly texts: readonly ContractText[];
  /** These, and what derived tables among them are made from. */
  readonly catalog: readonly ContractText[];
  /** SQL without a contract; looked for where all of the folder is linted. */
  readonly strays: readonly string[];
}

async function chosenTexts({ args, cwd, root }: Context): Promise<ChosenTexts> {
  if (args.length === 0) {
    const texts = await readContractTexts(root.contracts, cwd);
    return { texts, catalog: texts, strays: await findStraySql(root.contracts, cwd) };
  }
  // A shell's contracts/* gives the SQL of derived tables too: it is read with its contract.
  const files = [...new Set(args.map((file) => file.replace(/\.sql$/, ".odcs.yaml")))];
  const wrong = files.flatMap((file) => {
    const found = statSync(resolve(cwd, file), { throwIfNoEntry: false });
    if (!found) return [useProblem("no-such-file", `there is no file ${file}`, "check the path")];
    return found.isFile()
      ? []
      : [useProblem("not-a-file", `${file} is a folder`, "name its contracts, or use --contracts")];
  });
  if (wrong.length > 0) throw new WrongUse(wrong);
  const paths = files.map((file) => resolve(cwd, file));
  const texts = await Promise.all(paths.map((path) => readContractText(path, cwd)));
  return { texts, catalog: await withNeighbours(texts, paths, cwd), strays: [] };
}

/** What the texts tell, and what the engine tells of their SQL, whatever else is wrong. */
async function allProblems(context: Context, { texts, catalog, strays }: ChosenTexts): Promise<Problem[]> {
  const read = readCatalog(catalog, strays);
  const files = new Set(texts.map(({ file }) => file));
  const drafts = read.drafts.filter(({ file }) => files.has(file));
  const bound = await withEngine(context, { kept: false, workers: 1 }, (_laptop, engine) => {
    return Promise.all(drafts.map((draft) => bindContract(engine, draft, read.drafts)));
  });
  const stray = read.problems.filter(({ where }) => strays.includes(where.file));
  return [...problemsIn(read, texts), ...stray, ...bound.flat()];
}

function summary(files: number, problems: readonly Problem[]): Text {
  const counts = (["error", "warning", "info"] as const).map((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return `${count} ${severity === "info" ? "note" : severity}${count === 1 ? "" : "s"}`;
  });
  const good = styled(problems.some(isError) ? "bad" : "good", problems.some(isError) ? "✗" : "✓");
  return text`${good} ${files} contract${files === 1 ? "" : "s"}: ${counts.join(", ")}`;
}
