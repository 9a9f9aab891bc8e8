import { parseArgs } from "node:util";
import type { Argument, Flag, Flags } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { readValue } from "./flag-values.ts";
import { type UseProblem, useProblem } from "./wrong-use.ts";

export interface Parsed {
  readonly words: readonly string[];
  /** Where the first word stands among the arguments; -1: there is none. */
  readonly firstWordAt: number;
  readonly flags: Readonly<Record<string, unknown>>;
  /** Names of the flags that were typed, known and with a value that can be read or not. */
  readonly typed: readonly string[];
  readonly problems: readonly UseProblem[];
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type Option = Extract<Token, { kind: "option" }>;

/** Reads words and flags against their definitions and collects everything that is wrong with them. */
export function parseArguments(argv: readonly string[], flags: Flags): Parsed {
  const tokens = tokensOf(argv, flags);
  const options = tokens.filter((token) => token.kind === "option");
  const values: Record<string, unknown> = {};
  const problems: UseProblem[] = [];
  for (const option of options) {
    const read = readOption(option, flags, options);
    if ("problem" in read) problems.push(read.problem);
    else values[option.name] = read.value;
  }
  const positionals = tokens.filter((token) => token.kind === "positional");
  const words = positionals.map(({ value }) => value);
  return {
    words,
    firstWordAt: positionals[0]?.index ?? -1,
    flags: { ...defaultsOf(flags), ...values },
    typed: options.map(({ name }) => name),
    problems,
  };
}

function tokensOf(argv: readonly string[], flags: Flags): Token[] {
  const options = Object.fromEntries(
    Object.entries(flags).map(
      ([name, { kind }]) =>
        [name, { type: kind === "switch" ? "boolean" : "string", ...(name === "help" && { short: "h" }) }] as const,
    ),
  );
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function defaultsOf(flags: Flags): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      flag.kind === "switch" ? false : "default" in flag ? flag.default : undefined,
    ]),
  );
}

type Read = { readonly value: unknown } | { readonly problem: UseProblem };

function readOption(option: Option, flags: Flags, all: readonly Option[]): Read {
  const flag: Flag | undefined = Object.hasOwn(flags, option.name) ? flags[option.name] : undefined;
  if (!flag) return unknownFlag(option, flags);
  if (all.find(({ name }) => name === option.name) !== option) {
    return { problem: useProblem("flag-twice", `--${option.name} is given twice`, "give it once") };
  }
  if (flag.kind === "switch") {
    if (option.value === undefined) return { value: true };
    return { problem: useProblem("flag-value", `--${option.name} takes no value`, `write --${option.name} alone`) };
  }
  if (option.value === undefined || option.value === "" || (!option.inlineValue && /^-\D/.test(option.value))) {
    return {
      problem: useProblem("flag-value", `--${option.name} needs a value`, `write --${option.name} ${flag.value}`),
    };
  }
  return readValue(option.name, flag, option.value);
}

function unknownFlag(option: Option, flags: Flags): Read {
  const known = Object.keys(flags).map((name) => `--${name}`);
  const cure = didYouMean(option.rawName.startsWith("--") ? option.rawName : `-${option.rawName}`, known);
  return { problem: useProblem("unknown-flag", `there is no flag ${option.rawName}`, cure) };
}

/** Missing or superfluous arguments. Where a flag is wrong, its value may stand among the words: then more are no fault. */
export function argumentProblems(
  words: readonly string[],
  expected: readonly Argument[],
  flagsAreWrong: boolean,
): UseProblem[] {
  const missing = expected.filter((argument, index) => argument.required && words.length <= index);
  const most = expected.some(({ many }) => many) ? Number.POSITIVE_INFINITY : expected.length;
  const superfluous = flagsAreWrong ? [] : words.slice(most);
  return [
    ...missing.map(({ name, meaning }) => useProblem("missing-argument", `${name} is missing`, `give ${meaning}`)),
    ...superfluous.map((word) =>
      useProblem(
        "superfluous-argument",
        `'${word}' is one argument too many`,
        "leave it out; quote a value that holds blanks",
      ),
    ),
  ];
}
