import type { Followed } from "../run/chain.ts";
import { dropView } from "../run/view/drop.ts";
import { datasetTable } from "../run/view/drop-table.ts";
import { type DropEnd, isClean, noContract, worst } from "../run/view/drops.ts";
import { lakeFlag } from "../run/view/next.ts";
import { shownName } from "../run/view/object-name.ts";
import { reportView } from "../run/view/report.ts";
import { styled, type Text, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { problemLine } from "./failures.ts";
import { followedCode, followedValue } from "./follow.ts";
import { type Outcome, outcomeValue } from "./run-jobs.ts";
import type { UseProblem } from "./wrong-use.ts";

const shownWorst = 2;

export interface Told {
  readonly outcomes: readonly Outcome[];
  /** Files that could not become drops. */
  readonly problems: readonly UseProblem[];
  /** Null: nothing was to be published. */
  readonly followed: Followed | null;
  /** What was said of publications and mails while one drop ran. */
  readonly said: readonly Text[];
}

/** One drop: its whole report. Several: a table, then the reports that somebody should read. */
export function tellOutcomes({ output, root }: Context, { outcomes, problems, followed, said }: Told): ExitCode {
  output.value({ drops: outcomes.map(outcomeValue), ...(followed && followedValue(followed)), problems });
  for (const problem of problems) output.note(problemLine(problem));
  const ends = outcomes.flatMap((outcome) => ("end" in outcome ? [outcome.end] : []));
  const view = (end: DropEnd) => endView(end, { width: output.width, lake: root.lake });
  const [only] = ends;
  if (outcomes.length === 1 && only) {
    if (only.alreadyDone) output.note(alreadyDone(only.shown));
    output.print([...view(only), ...(said.length > 0 ? [text``, ...said] : [])]);
  } else if (ends.length > 0) {
    output.print([text``, ...datasetTable(ends, output.width)]);
    for (const end of worst(ends).slice(0, shownWorst)) output.print([text``, rule(output.width), ...view(end)]);
    output.print(hint(worst(ends).length - shownWorst, root.lake));
  }
  return codeOf(outcomes, problems, followed);
}

function endView({ shown, entry, report, drafted }: DropEnd, { width, lake }: { width: number; lake: string }): Text[] {
  if (drafted && report) {
    const words = text`${noContract} fits ${shownName(shown)}. What a draft of one says of it:`;
    return [words, text``, ...reportView(report, { width, lake, kept: false, entry: null })];
  }
  if (entry) return dropView({ entry, report }, { width, lake, kept: true });
  return report ? reportView(report, { width, lake, kept: false, entry: null }) : [];
}

function alreadyDone(shown: string): Text {
  return text`${styled("warn", "already done")}: ${shownName(shown)} was run before, nothing was run again (touch the file to make it a new drop)`;
}

function rule(width: number): Text {
  return styled("dim", "─".repeat(width));
}

function hint(more: number, lake: string): Text[] {
  if (more <= 0) return [];
  const query = `sluice query "FROM reports WHERE verdict <> 'ready' OR quarantined > 0"${lakeFlag(lake)}`;
  return [text``, styled("dim", text`${more} more ${more === 1 ? "drop is" : "drops are"} worth a look: ${query}`)];
}

function codeOf(outcomes: readonly Outcome[], problems: readonly UseProblem[], followed: Followed | null): ExitCode {
  const code = followed ? followedCode(followed) : exit.good;
  if (code === exit.fault || outcomes.some((outcome) => "fault" in outcome)) return exit.fault;
  const clean = outcomes.every((outcome) => "end" in outcome && isClean(outcome.end)) && problems.length === 0;
  return clean ? code : exit.problems;
}
