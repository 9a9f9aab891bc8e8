import type { Place, Problem } from "../contract/problem.ts";
import type { Refusal } from "../run/decision/refusal.ts";
import { type ExitCode, exit } from "./exit.ts";

/** One thing that the user can mend; a contract's problem is one with a place. */
export interface UseProblem {
  readonly where: Place | null;
  readonly severity: Problem["severity"];
  readonly rule: string;
  readonly message: string;
  readonly cure: string;
}

/** Thrown where a command cannot start: says everything that is wrong, nothing was changed. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
  readonly problems: readonly UseProblem[];
  readonly code: ExitCode = exit.wrongUse;

  constructor(problems: readonly UseProblem[]) {
    super(problems.map(({ message }) => message).join("; "));
    this.problems = problems;
  }
}

/** The same where not the command but the data is wrong. */
export class BadData extends WrongUse {
  override readonly code = exit.problems;
}

export function useProblem(rule: string, message: string, cure: string): UseProblem {
  return { where: null, severity: "error", rule, message, cure };
}

export function wrongUse(rule: string, message: string, cure: string): WrongUse {
  return new WrongUse([useProblem(rule, message, cure)]);
}

/** Throws `WrongUse` where there is a reason to refuse. */
export function refuse(refused: readonly Refusal[]): void {
  if (refused.length > 0) throw new WrongUse(refused.map(({ rule, message, cure }) => useProblem(rule, message, cure)));
}
