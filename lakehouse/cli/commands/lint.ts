import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ContractText, readContractText, readContractTexts } from "../../catalog.ts";
import { type Problem, sortProblems } from "../../contract/problem.ts";
import { readContract } from "../../contract/read.ts";
import { bindContract } from "../../run/bind.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
import { type Context, command } from "../command.ts";
import { isError } from "../contracts.ts";
import { exit } from "../exit.ts";
import { problemLine } from "../failures.ts";
import { withEngine } from "../lake.ts";
import { useProblem, WrongUse } from "../wrong-use.ts";

export default command({
  name: "lint",
  summary: "everything wrong in contracts, each with its place and its cure",
  help: `
Reads contracts against ODCS 3.1 and Sluice's own rules, and binds every row expression and SQL check against an empty
table of the contract's types. All problems are told at once, one a line, in the form that editors make clickable.

  $ sluice lint                                  every contract of the folder
  $ sluice lint contracts/flights.odcs.yaml      this one
  $ sluice lint --json | jq '.problems[].rule'   for a machine

Exits 0 without errors (warnings and notes are fine), 1 with errors, 2 where a file is missing.`,
  arguments: [{ name: "FILES", meaning: "contracts (default: all of the folder)", required: false, many: true }],
  flags: {},
  async run(context) {
    const texts = await chosenTexts(context);
    const problems = sortProblems(await allProblems(context, texts));
    context.output.value({ files: texts.map(({ file }) => file), problems });
    context.output.print([...problems.map(problemLine), summary(texts.length, problems)]);
    return problems.some(isError) ? exit.problems : exit.good;
  },
});

async function chosenTexts({ args, cwd, root }: Context): Promise<ContractText[]> {
  if (args.length === 0) return readContractTexts(root.contracts, cwd);
  const wrong = args.flatMap((file) => {
    const found = statSync(resolve(cwd, file), { throwIfNoEntry: false });
    if (!found) return [useProblem("no-such-file", `there is no file ${file}`, "check the path")];
    return found.isFile()
      ? []
      : [useProblem("not-a-file", `${file} is a folder`, "name its contracts, or use --contracts")];
  });
  if (wrong.length > 0) throw new WrongUse(wrong);
  return Promise.all(args.map((file) => readContractText(resolve(cwd, file), cwd)));
}

/** What the text tells, and what the engine tells of its SQL, whatever else is wrong. */
async function allProblems(context: Context, texts: readonly ContractText[]): Promise<Problem[]> {
  const readings = texts.map(({ text, file }) => readContract(text, file));
  const drafts = readings.flatMap(({ draft }) => draft ?? []);
  const bound = await withEngine(context, { kept: false, workers: 1 }, (_laptop, engine) => {
    return Promise.all(drafts.map((draft) => bindContract(engine, draft)));
  });
  return [...readings.flatMap(({ problems }) => problems), ...bound.flat()];
}

function summary(files: number, problems: readonly Problem[]): Text {
  const counts = (["error", "warning", "info"] as const).map((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return `${count} ${severity === "info" ? "note" : severity}${count === 1 ? "" : "s"}`;
  });
  const good = styled(problems.some(isError) ? "bad" : "good", problems.some(isError) ? "✗" : "✓");
  return text`${good} ${files} contract${files === 1 ? "" : "s"}: ${counts.join(", ")}`;
}
