import type { Case, Suite } from "./suite.ts";

/** A wrong call, in words. */
export class WrongCall extends Error {}

export type Wanted =
  | { readonly kind: "help" | "list" | "write-docs" }
  | { readonly kind: "run"; readonly cases: readonly Case[] };

const FLAGS = ["help", "list", "write-docs"] as const;

/** `[NAME... [MILLIONS]]` or one flag → what to do. NAME is a bench or a family of them: `rules` means `rules-9` and so on. */
export function readArguments(args: readonly string[], suites: readonly Suite[]): Wanted {
  const flag = args.find((arg) => arg.startsWith("-"));
  if (flag !== undefined) return readFlag(flag, args);
  const last = args.at(-1) ?? "";
  const isSized = /^[\d.]+$/.test(last);
  const names = isSized ? args.slice(0, -1) : args;
  const size = isSized ? readMillions(last) : null;
  if (names.length > 0) return { kind: "run", cases: names.flatMap((name) => casesOf(name, size, suites)) };
  if (isSized) throw new WrongCall(`name a bench before '${last}'`);
  return { kind: "run", cases: suites.flatMap((suite) => suite.cases(null)) };
}

function casesOf(name: string, size: number | null, suites: readonly Suite[]): readonly Case[] {
  const found = suites.find((suite) => suite.cases(null).some((it) => answersTo(it, name)));
  if (!found) throw new WrongCall(`there is no bench '${name}'. There are ${benchNames(suites).join(", ")}`);
  if (size !== null && !found.takesMillions)
    throw new WrongCall(`${name} has its size in its name; leave out '${size}'`);
  return found.cases(size).filter((it) => answersTo(it, name));
}

export function benchNames(suites: readonly Suite[]): string[] {
  return [...new Set(suites.flatMap((suite) => suite.cases(null).map(({ name }) => name)))];
}

function readFlag(flag: string, args: readonly string[]): Wanted {
  const kind = flag === "-h" ? "help" : FLAGS.find((known) => flag === `--${known}`);
  if (!kind) throw new WrongCall(`there is no flag '${flag}'`);
  if (args.length > 1) throw new WrongCall(`${flag} stands alone`);
  return { kind };
}

function answersTo({ name }: Case, asked: string): boolean {
  return name === asked || name.startsWith(`${asked}-`);
}

function readMillions(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value < 0.001 || value > 1000) throw new WrongCall(`MILLIONS is a number from 0.001 to 1000, not '${text}'`);
  return value;
}
