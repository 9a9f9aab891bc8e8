import { existsSync } from "node:fs";
import type { Flags } from "../../lakehouse/cli/command.ts";
import { didYouMean } from "../../lakehouse/cli/did-you-mean.ts";
import { type UseProblem, useProblem, WrongUse } from "../../lakehouse/cli/wrong-use.ts";
import { flagsHelp, readTyped } from "../script.ts";
import { readServedCloud, type ServedCloud } from "./cloud.ts";
import { contractsFlag, contractsProblems } from "./plans.ts";
import { functionNames } from "./processes.ts";

const FLAGS = {
  contracts: contractsFlag,
  log: { kind: "switch", meaning: "whole lines of the functions' logs too, on stderr" },
  cloud: {
    kind: "text",
    value: "FILE",
    meaning: "against services that run already, whose settings FILE holds; nothing then calls the functions",
  },
  port: { kind: "count", value: "N", least: 1, meaning: "with --cloud: the first function's port, the others follow" },
  help: { kind: "switch", meaning: "this text" },
} as const satisfies Flags;

const WORDS = [{ name: "NAME", meaning: "functions and files", required: false, many: true }];

export const USAGE = `usage: npm run functions [-- [--contracts DIR] [NAME...] [FILE...]]

Starts functions (all, or those that are named) as Google Cloud would, with fakes of its services and of SendGrid, and
what calls them: events of the landing bucket, messages, ticks. Prints where each is, uploads the files (of a folder:
its Parquet files) as a producer would, and tells what becomes of them, until Ctrl-C.

${flagsHelp(FLAGS)}`;

export interface Asked {
  /** Null: fakes are started for them. */
  readonly cloud: ServedCloud | null;
  readonly contracts: string;
  /** Null: any that are free. */
  readonly firstPort: number | null;
  readonly names: readonly string[];
  readonly paths: readonly string[];
  readonly log: boolean;
}

/** Null: only help was asked for. */
export async function readArguments(args: readonly string[]): Promise<Asked | null> {
  const { words, flags, typed, problems } = readTyped(args, FLAGS, WORDS);
  if (flags.help) return null;
  const { contracts, log, port = null } = flags;
  const { names, paths } = namesAndPaths(words);
  const served = flags.cloud === undefined ? { cloud: null } : readServedCloud(flags.cloud);
  const wrong = [
    ...problems,
    ...pathProblems(paths),
    ...(typed.includes("cloud") ? uploadProblems(paths) : portProblems(typed)),
    ...(port === null ? [] : mostPortProblems(port, names.length)),
    ...("problems" in served ? served.problems : []),
    ...(await contractsProblems(contracts)),
  ];
  if (wrong.length > 0 || "problems" in served) throw new WrongUse(wrong);
  return { cloud: served.cloud, contracts, firstPort: port, names, paths, log };
}

function namesAndPaths(words: readonly string[]): Pick<Asked, "names" | "paths"> {
  const known = functionNames();
  const named = words.filter((word) => known.includes(word));
  return { names: named.length > 0 ? named : known, paths: words.filter((word) => !known.includes(word)) };
}

function pathProblems(paths: readonly string[]): UseProblem[] {
  const known = functionNames();
  return paths
    .filter((path) => !existsSync(path))
    .map((path) => {
      const cure = didYouMean(path, known, `one of ${known.join(", ")}, or a path`);
      return useProblem("no-such-file", `there is no function and no file ${path}`, cure);
    });
}

function uploadProblems(paths: readonly string[]): UseProblem[] {
  if (paths.length === 0) return [];
  return [useProblem("files-and-cloud", "files are uploaded to fakes, which --cloud does without", "leave one out")];
}

function portProblems(typed: readonly string[]): UseProblem[] {
  if (!typed.includes("port")) return [];
  return [useProblem("port-alone", "--port says nothing without --cloud", "leave it out; ports are printed")];
}

const LAST_PORT = 65_535;

function mostPortProblems(port: number, count: number): UseProblem[] {
  const most = LAST_PORT - count + 1;
  if (port <= most) return [];
  return [useProblem("flag-value", `--port ${port} leaves no ports for ${count} functions`, `give one up to ${most}`)];
}
