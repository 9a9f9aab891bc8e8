import { datasetTable, worst } from "../run/view/drops.ts";
import { reportView } from "../run/view/report.ts";
import { styled, type Text, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { problemLine } from "./failures.ts";
import type { Outcome } from "./run-orders.ts";
import type { UseProblem } from "./wrong-use.ts";

const shownWorst = 2;

export interface Told {
  readonly outcomes: readonly Outcome[];
  /** Files that could not become drops. */
  readonly problems: readonly UseProblem[];
  readonly kept: boolean;
}

/** One drop: its whole report. Several: a table, then the reports that somebody should read. */
export function tellOutcomes({ output, root }: Context, { outcomes, problems, kept }: Told): ExitCode {
  output.value({ drops: outcomes.map(outcomeValue), problems });
  for (const problem of problems) output.note(problemLine(problem));
  const drops = outcomes.flatMap((outcome) =>
    "done" in outcome ? [{ shown: outcome.order.shown, ...outcome.done }] : [],
  );
  const options = { width: output.width, lake: root.lake, kept };
  const [only] = drops;
  if (outcomes.length === 1 && only) {
    if (only.alreadyDone) output.note(alreadyDone(only.shown));
    output.print(reportView(only.report, options));
  } else if (drops.length > 0) {
    output.print([
      text``,
      ...datasetTable(
        drops.map(({ report }) => report),
        output.width,
      ),
    ]);
    for (const { report } of worst(drops).slice(0, shownWorst))
      output.print([text``, rule(output.width), ...reportView(report, options)]);
    output.print(hint(worst(drops).length - shownWorst));
  }
  return codeOf(outcomes, problems);
}

function outcomeValue(outcome: Outcome): object {
  const file = outcome.order.shown;
  return "done" in outcome
    ? { file, alreadyDone: outcome.done.alreadyDone, report: outcome.done.report }
    : { file, fault: outcome.fault.message };
}

function alreadyDone(shown: string): Text {
  return text`${styled("warn", "already done")}: ${shown} has its report, nothing was run again (touch the file to make it a new drop)`;
}

function rule(width: number): Text {
  return styled("dim", "─".repeat(width));
}

function hint(more: number): Text[] {
  return more > 0
    ? [
        text``,
        styled("dim", `${more} more drops are worth a look: sluice query "FROM reports WHERE verdict <> 'ready'"`),
      ]
    : [];
}

function codeOf(outcomes: readonly Outcome[], problems: readonly UseProblem[]): ExitCode {
  if (outcomes.some((outcome) => "fault" in outcome)) return exit.fault;
  const clean = outcomes.every(
    (outcome) =>
      "done" in outcome && outcome.done.report.verdict === "ready" && outcome.done.report.rows.quarantined === 0,
  );
  return clean && problems.length === 0 ? exit.good : exit.problems;
}
