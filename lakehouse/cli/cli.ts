import { text } from "../run/view/text.ts";
import { argumentProblems, parseArguments } from "./arguments.ts";
import type { Command, Context, FlagValues } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import { reportFault, reportStopped, reportWrongUse } from "./failures.ts";
import { commandNames, loadCommand } from "./find-commands.ts";
import { commandHelp, overview } from "./help.ts";
import { createOutput, type Output, type Streams } from "./output.ts";
import { cloudProblems, flagOf, readRoot, rootFlags, rootProblems } from "./root-flags.ts";
import { version } from "./version.ts";
import { WrongUse, wrongUse } from "./wrong-use.ts";

export interface Surroundings extends Streams {
  readonly cwd: string;
  /** Aborted by Ctrl-C, or where nobody reads the output any more. */
  readonly signal: AbortSignal;
}

/** One call of `sluice`: finds the command, checks every word and flag, runs it, turns failures into words and a code. */
export async function runCli(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const json = argv.includes("--json");
  const output = createOutput(around, json, flagTyped(argv));
  try {
    const { name, rest } = await chooseCommand(argv);
    if (name === "version") return await printVersion(output);
    if (name === "help") return await printHelp(rest, output);
    const command = await loadCommand(name);
    if (rest.includes("--help") || rest.includes("-h")) return printCommandHelp(command, output);
    return await command.run(contextOf(command, rest, around, output));
  } catch (error) {
    output.progress(null);
    if (around.signal.aborted) return around.signal.reason === unread ? exit.stopped : reportStopped(output);
    if (error instanceof WrongUse) return reportWrongUse(error, output);
    return reportFault(error, output, around.env);
  }
}

/** Why a call is aborted where nobody reads its output any more: there is nobody to tell. */
export const unread = Symbol("unread");

/** As typed, for commands that are told. */
function flagTyped(argv: readonly string[]): string {
  const { lake, env } = parseArguments(argv, rootFlags).flags;
  return flagOf({ lake: String(lake), env: String(env) });
}

interface Chosen {
  readonly name: string;
  readonly rest: readonly string[];
}

/** The first word names the command; flags may stand before it. */
async function chooseCommand(argv: readonly string[]): Promise<Chosen> {
  const names = await commandNames();
  if (argv.includes("--version")) return { name: "version", rest: [] };
  const { words, firstWordAt, problems } = parseArguments(argv, rootFlags);
  const [name] = words;
  if (name === undefined && problems.length > 0) throw new WrongUse(problems);
  if (name === undefined || name === "help") return { name: "help", rest: words.slice(1) };
  if (!names.includes(name)) {
    throw wrongUse(
      "unknown-command",
      `there is no command '${name}'`,
      didYouMean(name, names, `one of ${names.join(", ")}`),
    );
  }
  return { name, rest: argv.toSpliced(firstWordAt, 1) };
}

function contextOf(command: Command, argv: readonly string[], around: Surroundings, output: Output): Context {
  const { words, flags, typed, problems } = parseArguments(argv, { ...rootFlags, ...command.flags });
  const root = readRoot(flags as FlagValues<typeof rootFlags>, around.cwd);
  const wrong = [
    ...problems,
    ...argumentProblems(words, command.arguments, problems.length > 0),
    ...rootProblems(root, around.cwd),
    ...cloudProblems(command, root, typed),
  ];
  if (wrong.length > 0) throw new WrongUse(wrong);
  const { cwd, env, signal } = around;
  return { args: words, flags: flags as Context["flags"], root, cwd, env, output, signal };
}

async function printVersion(output: Output): Promise<ExitCode> {
  output.print(text`sluice ${version}`);
  output.value({ version });
  return exit.good;
}

async function printHelp([name]: readonly string[], output: Output): Promise<ExitCode> {
  const names = await commandNames();
  if (name === undefined) {
    const commands = await Promise.all(names.map(loadCommand));
    output.print(overview(commands, version));
    output.value({ version, commands: commands.map(({ name, summary }) => ({ name, summary })) });
    return exit.good;
  }
  if (!names.includes(name))
    throw wrongUse("unknown-command", `there is no command '${name}'`, didYouMean(name, names));
  return printCommandHelp(await loadCommand(name), output);
}

function printCommandHelp(command: Command, output: Output): ExitCode {
  const { name, summary, help, flags } = command;
  output.print(commandHelp(command));
  output.value({ name, summary, help, arguments: command.arguments, flags });
  return exit.good;
}
