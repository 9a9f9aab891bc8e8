import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { LOCAL } from "../plan/environment.ts";
import { envFlag, lakeFlag } from "../run/view/next.ts";
import type { Command, Flags, FlagValues, Root } from "./command.ts";
import { type UseProblem, useProblem } from "./wrong-use.ts";

export const rootFlags = {
  lake: {
    kind: "text",
    value: "DIR",
    meaning: "the lake: landing, raw, staging, quarantine, ledger, mail",
    default: "out/lake",
  },
  env: {
    kind: "text",
    value: "NAME",
    meaning: "the environment: local, or one of a Pulumi.NAME.yaml",
    default: LOCAL.id,
  },
  contracts: { kind: "text", value: "DIR", meaning: "the contracts (default: contracts/ here, else the project's)" },
  json: { kind: "switch", meaning: "one JSON value on stdout instead of words" },
  help: { kind: "switch", meaning: "this text" },
} as const satisfies Flags;

const projectContracts = join(import.meta.dirname, "..", "..", "contracts");

export function readRoot(values: FlagValues<typeof rootFlags>, cwd: string): Root {
  const here = join(cwd, "contracts");
  const contracts =
    values.contracts === undefined ? (existsSync(here) ? here : projectContracts) : resolve(cwd, values.contracts);
  return { env: values.env, lake: values.lake.replace(/(.)\/+$/, "$1"), json: values.json, contracts };
}

export function isCloud({ env }: Pick<Root, "env">): boolean {
  return env !== LOCAL.id;
}

/** What names the lake in a command that is to be typed. */
export function flagOf({ env, lake }: Pick<Root, "env" | "lake">): string {
  return isCloud({ env }) ? envFlag(env) : lakeFlag(lake);
}

export function rootProblems(root: Root, cwd: string): UseProblem[] {
  const problems: UseProblem[] = [];
  if (/[*?[\]]/.test(root.lake)) {
    problems.push(
      useProblem(
        "lake-path",
        `--lake ${root.lake}: DuckDB reads * ? [ ] in a path as a search`,
        "choose a folder without them",
      ),
    );
  }
  const inTheWay = fileInTheWay(resolve(cwd, root.lake));
  if (inTheWay !== null) {
    problems.push(
      useProblem("lake-path", `--lake ${root.lake}: ${inTheWay} is no folder`, "name a folder, or a new one"),
    );
  }
  return [...problems, ...contractsFolderProblems(root.contracts)];
}

export function contractsFolderProblems(contracts: string): UseProblem[] {
  const found = statSync(contracts, { throwIfNoEntry: false });
  if (found?.isDirectory()) return [];
  const [reason, cure] = found
    ? [" is no folder", "name the folder of the contracts"]
    : [": there is no such folder", "make it, or name another one"];
  return [useProblem("no-such-folder", `--contracts ${contracts}${reason}`, cure)];
}

/** `typed`: names of the flags that were. */
export function cloudProblems(
  { name, clouds }: Pick<Command, "name" | "clouds">,
  { env }: Root,
  typed: readonly string[],
): UseProblem[] {
  if (!isCloud({ env })) return [];
  if (!clouds) {
    const cure = "leave --env out; `sluice help` tells what each command does";
    return [useProblem("local-command", `\`sluice ${name}\` works on this machine, not in ${env}`, cure)];
  }
  if (!typed.includes("lake")) return [];
  const message = `--lake names a folder of this machine, --env ${env} a lake in the cloud`;
  return [useProblem("lake-and-env", message, "leave one out")];
}

/** The nearest thing on the way to a path that exists, if it is no folder; null: the way is free. */
export function fileInTheWay(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found) return found.isDirectory() ? null : path;
  const parent = dirname(path);
  return parent === path ? null : fileInTheWay(parent);
}
