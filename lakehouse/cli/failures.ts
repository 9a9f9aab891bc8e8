import { styled, type Text, text } from "../run/view/text.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Output } from "./output.ts";
import type { UseProblem, WrongUse } from "./wrong-use.ts";

/** What the user can mend: every problem with its cure. */
export function reportWrongUse({ problems, code }: WrongUse, output: Output, json: boolean): ExitCode {
  if (json) output.value({ problems });
  for (const problem of problems) output.note(problemLine(problem));
  return code;
}

/** With a place in the form of `formatProblem`, which editors make clickable. */
export function problemLine(problem: UseProblem): Text {
  const severity = styled(
    problem.severity === "error" ? "bad" : problem.severity === "warning" ? "warn" : "dim",
    problem.severity,
  );
  if (problem.where === null) return text`${styled("bad", "sluice:")} ${problem.message} → ${problem.cure}`;
  const { file, line, column } = problem.where;
  return text`${file}:${line}:${column} ${severity} ${styled("dim", problem.rule)} ${problem.message} → ${problem.cure}`;
}

/** What the user cannot mend: short, with the stack on request, never mistaken for a problem of the data. */
export function reportFault(
  error: unknown,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const cure = "run it again; if it stays, report it with the output of SLUICE_DEBUG=1";
  output.value({ problems: [{ where: null, severity: "error", rule: "fault", message, cure }] });
  output.note(text`sluice: ${styled("bad", "fault")} ${message} → ${cure}`);
  if (env.SLUICE_DEBUG) for (const line of stack.split("\n")) output.note(styled("dim", text`  ${line}`));
  return exit.fault;
}
