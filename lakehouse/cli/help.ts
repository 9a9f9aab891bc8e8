import { styled, type Text, text } from "../run/view/text.ts";
import { type Argument, type Command, type Flag, type Flags, TOPICS } from "./command.ts";
import { rootFlags } from "./root-flags.ts";

/** All commands with one line each. */
export function overview(commands: readonly Command[], version: string): Text[] {
  const wide = Math.max(...commands.map(({ name }) => name.length));
  return [
    text`${styled("bold", "sluice")} ${version}: Parquet drops against their contracts; good rows go on, bad rows wait with their reasons`,
    text``,
    styled("bold", "Usage"),
    text`  sluice COMMAND [arguments] [flags]`,
    text``,
    ...TOPICS.flatMap((topic) => {
      const those = commands.filter((command) => command.topic === topic);
      const lines = those.map(({ name, summary }) => text`  ${styled("name", name.padEnd(wide))}  ${summary}`);
      return lines.length > 0 ? [styled("bold", topic), ...lines, text``] : [];
    }),
    styled("bold", "Flags of every command"),
    ...flagLines(rootFlags),
    text``,
    styled("bold", "Exit codes"),
    text`  0 good   1 problems in data or contracts   2 wrong use, nothing done   3 a fault of ours or of the machine`,
    text``,
    styled("dim", "sluice help COMMAND says more, with examples."),
  ];
}

export function commandHelp(command: Command): Text[] {
  const own = Object.keys(command.flags).length > 0;
  const { env: _env, ...local } = rootFlags;
  return [
    text`${styled("bold", `sluice ${command.name}`)}: ${command.summary}`,
    text``,
    styled("bold", "Usage"),
    text`  sluice ${command.name}${command.arguments.map(usage).join("")} [flags]`,
    text``,
    ...lines(command.help),
    text``,
    ...(command.arguments.length > 0
      ? [styled("bold", "Arguments"), ...command.arguments.map(argumentLine), text``]
      : []),
    ...(own ? [styled("bold", "Flags"), ...flagLines(command.flags), text``] : []),
    styled("bold", "Flags of every command"),
    ...flagLines(command.clouds ? rootFlags : local),
  ];
}

/** Help texts are ours: a line that starts with `$` is an example. */
function lines(help: string): Text[] {
  return help
    .trim()
    .split("\n")
    .map((line) => (/^\s*\$ /.test(line) ? styled("name", line) : text`${line}`));
}

function usage({ name, required, many }: Argument): string {
  const word = many ? `${name}…` : name;
  return required ? ` ${word}` : ` [${word}]`;
}

function argumentLine({ name, meaning }: Argument): Text {
  return text`  ${styled("name", name.padEnd(20))}  ${meaning}`;
}

export function flagLines(flags: Flags): Text[] {
  return Object.entries(flags).map(([name, flag]) => {
    const word = flag.kind === "switch" ? `--${name}` : `--${name} ${flag.value}`;
    return text`  ${styled("name", word.padEnd(20))}  ${flag.meaning}${styled("dim", defaultOf(flag))}`;
  });
}

function defaultOf(flag: Flag): string {
  return "default" in flag && flag.default !== undefined ? ` (default: ${flag.default})` : "";
}
