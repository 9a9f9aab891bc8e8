import { UnreadableValue } from "../ports/values.ts";
import { Denied } from "../ports.ts";
import { problemOf } from "../run/verify/contradiction.ts";
import { styled, type Text, text } from "../run/view/text.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Output, Streams } from "./output.ts";
import type { UseProblem, WrongUse } from "./wrong-use.ts";

/** What the user can mend: every problem with its cure. */
export function reportWrongUse({ problems, code }: WrongUse, output: Output): ExitCode {
  output.value({ problems });
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

/** Stopped by Ctrl-C: not a failure, and nothing is lost. */
export function reportStopped(output: Output): ExitCode {
  const message = "stopped";
  const cure = "the same run or `sluice reconcile` goes on";
  output.value({ problems: [{ where: null, severity: "error", rule: "interrupted", message, cure }] });
  output.note(text`${message}; ${cure}`);
  return exit.stopped;
}

/** What disk and ledger refuse can be mended; of anything else we want to know. */
function cureOf(error: unknown): string {
  if (error instanceof UnreadableValue) {
    return `${problemOf(error).cure}; \`sluice ledger verify\` tells all that is lost or cannot be read`;
  }
  if (error instanceof Denied)
    return cureSaid(error.message) ?? "let this account read and write it, then run it again";
  const { code, path } = causeOf(error);
  const place = path === undefined ? "the lake's folder" : path.replace(/\/\.sluice(\/.*)?$/, "");
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return `make ${place} writable, then run it again`;
  if (code === "ENOSPC" || code === "EDQUOT") return "free space on the disk, then run it again; nothing is left half";
  return "run it again; if it stays, report it with the output of SLUICE_DEBUG=1";
}

/** Some services say themselves what to do. */
function cureSaid(message: string): string | null {
  return message.split(ARROW)[1] ?? null;
}

const ARROW = " → ";

function causeOf(error: unknown): { readonly code?: unknown; readonly path?: string } {
  if (!(error instanceof Error)) return {};
  if (!("code" in error)) return causeOf(error.cause);
  return { code: error.code, ...("path" in error && typeof error.path === "string" && { path: error.path }) };
}

/** What the user cannot mend: short, with the stack on request, never mistaken for a problem of the data. */
export function reportFault(error: unknown, output: Output, env: Streams["env"]): ExitCode {
  const said = error instanceof Error ? error.message : String(error);
  const message = error instanceof Denied ? (said.split(ARROW)[0] ?? said) : said;
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const cure = cureOf(error);
  output.value({ problems: [{ where: null, severity: "error", rule: "fault", message, cure }] });
  output.note(text`sluice: ${styled("bad", "fault")} ${message} → ${cure}`);
  if (env.SLUICE_DEBUG) for (const line of stack.split("\n")) output.note(styled("dim", text`  ${line}`));
  return exit.fault;
}
