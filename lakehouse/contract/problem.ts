/** A place in a contract's text; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `error` stops the contract from being used; `warning` and `info` do not. */
export type ProblemSeverity = "error" | "warning" | "info";

/** One thing wrong in a contract: where, what, and how to mend it. Problems are collected, never thrown one by one. */
export interface Problem {
  readonly where: Place;
  readonly severity: ProblemSeverity;
  /** Kebab-case id of the lint rule, stable, listed in docs/contracts.md. */
  readonly rule: string;
  readonly message: string;
  /** What to write instead. */
  readonly cure: string;
}

/** `file:line:column severity rule message → cure`, the form that editors make clickable. */
export function formatProblem(problem: Problem): string {
  const { file, line, column } = problem.where;
  return `${file}:${line}:${column} ${problem.severity} ${problem.rule} ${problem.message} → ${problem.cure}`;
}

/** By file, then line, then column, then rule: the order in which a reader mends them. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      a.where.file.localeCompare(b.where.file, "en") ||
      a.where.line - b.where.line ||
      a.where.column - b.where.column ||
      a.rule.localeCompare(b.rule, "en"),
  );
}
