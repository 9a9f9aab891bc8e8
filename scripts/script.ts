// What scripts have in common with `sluice`: how they read what was typed, and how they say what went wrong.
import { argumentProblems, parseArguments } from "../lakehouse/cli/arguments.ts";
import type { Argument, Flags, FlagValues } from "../lakehouse/cli/command.ts";
import { reportFault, reportWrongUse } from "../lakehouse/cli/failures.ts";
import { flagLines } from "../lakehouse/cli/help.ts";
import { createOutput } from "../lakehouse/cli/output.ts";
import { render } from "../lakehouse/cli/terminal.ts";
import { type UseProblem, WrongUse } from "../lakehouse/cli/wrong-use.ts";

export interface Typed<F extends Flags> {
  readonly words: readonly string[];
  readonly flags: FlagValues<F>;
  /** Names of the flags that were typed, with a value that can be read or without. */
  readonly typed: readonly string[];
  readonly problems: readonly UseProblem[];
}

export function readTyped<const F extends Flags>(
  args: readonly string[],
  flags: F,
  expected: readonly Argument[] = [],
): Typed<F> {
  const read = parseArguments(args, flags);
  const problems = [...read.problems, ...argumentProblems(read.words, expected, read.problems.length > 0)];
  return { ...read, flags: read.flags as FlagValues<F>, problems };
}

export function flagsHelp(flags: Flags): string {
  return flagLines(flags)
    .map((line) => `${render(line, false)}\n`)
    .join("");
}

/** Whatever stops it is told in words, by an exit code of `sluice`. */
export async function runScript(script: (args: readonly string[]) => Promise<void>): Promise<void> {
  const output = createOutput(process, false);
  try {
    await script(process.argv.slice(2));
  } catch (error) {
    const isWrongUse = error instanceof WrongUse;
    process.exitCode = isWrongUse ? reportWrongUse(error, output) : reportFault(error, output, process.env);
  }
}
