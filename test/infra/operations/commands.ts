import { argumentProblems, parseArguments } from "../../../lakehouse/cli/arguments.ts";
import { commandNames, loadCommand } from "../../../lakehouse/cli/find-commands.ts";
import { rootFlags } from "../../../lakehouse/cli/root-flags.ts";

/** Everything in backquotes that is to be typed. */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(/`(sluice [^`]+)`/g)].map(([, command = ""]) => command);
}

/** What `sluice` would say to it, but for names and keys. */
export async function commandProblems(typed: string): Promise<string[]> {
  const [, name = "", ...words] = typed.replaceAll(/\$\{[\w.]+\}/g, "flights").split(" ");
  if (!(await commandNames()).includes(name)) return [`there is no command ${name}`];
  const command = await loadCommand(name);
  const parsed = parseArguments(words, { ...command.flags, ...rootFlags });
  const [action] = command.arguments;
  const isAction = action?.name === "ACTION" && !action.meaning.split(/,? or |, /).includes(parsed.words[0] ?? "");
  return [
    ...parsed.problems.map(({ message }) => message),
    ...argumentProblems(parsed.words, command.arguments, false).map(({ message }) => message),
    ...(isAction ? [`${name} has no action ${parsed.words[0]}`] : []),
    ...(parsed.typed.includes("env") && !command.clouds ? [`${name} takes no --env`] : []),
    ...(command.clouds && !parsed.typed.includes("env") ? [`${name} without --env means this machine`] : []),
  ];
}
