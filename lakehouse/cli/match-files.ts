import { relative } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { landingOf } from "../run/draft/landing.ts";
import { type Match, matchesOf, matchNamed } from "../run/match.ts";
import type { Context } from "./command.ts";
import { contractOf, usableContracts } from "./contracts.ts";
import { besides } from "./deployed.ts";
import type { FoundFile } from "./find-files.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

export interface MatchedFile {
  readonly file: FoundFile;
  readonly match: Match;
}

export interface Matching {
  readonly matched: readonly MatchedFile[];
  /** Files that no contract fits; of no dataset that has one. */
  readonly unknown: readonly FoundFile[];
  /** Every contract that is deployed beside; of those that were named, the named one. */
  readonly contracts: readonly Contract[];
}

type Where = Pick<Context, "root" | "cwd">;

/** Finds each file's contract: the one that was named for all, or the one whose landing pattern fits the path. */
export async function matchFiles(
  where: Where,
  files: readonly FoundFile[],
  named: string | undefined,
): Promise<Matching> {
  if (named !== undefined) {
    const contract = await contractOf(named, where);
    const matched = files.map((file) => ({ file, match: matchNamed(nameFrom(file, where.cwd), contract) }));
    stopAt(collisions(matched));
    return { matched, unknown: [], contracts: await besides(contract, where) };
  }
  const contracts = await usableContracts(where);
  const found = files.map((file) => ({ file, matches: matchesOf(file.path, contracts) }));
  const unknown = found.filter(({ matches }) => matches.length === 0).map(({ file }) => file);
  const strays = unknown.filter((file) => contracts.some(({ dataset }) => dataset === datasetLike(file)));
  const overlaps = found.filter(({ matches }) => matches.length > 1);
  const matched = found.flatMap(({ file, matches: [match] }) => (match ? [{ file, match }] : []));
  stopAt([
    ...overlaps.map(({ file, matches }) => overlap(file, matches)),
    ...strays.map(outside),
    ...collisions(matched),
  ]);
  return { matched, unknown, contracts };
}

function stopAt(problems: readonly UseProblem[]): void {
  if (problems.length > 0) throw new WrongUse(problems);
}

/** Landing holds one object of a name: of two files the first would be overwritten before it is read. */
function collisions(files: readonly MatchedFile[]): UseProblem[] {
  const groups = Map.groupBy(files, ({ match }) => match.name);
  return [...groups].flatMap(([name, [first, second]]) =>
    first && second
      ? [
          useProblem(
            "same-object",
            `${first.file.shown} and ${second.file.shown} are both the object ${name}`,
            "run them one after the other, the older one first",
          ),
        ]
      : [],
  );
}

/** What an object name is taken from where no pattern fits: the path as seen from here. */
export function nameFrom({ path }: FoundFile, cwd: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : near;
}

/** The dataset that a path looks like, whether or not there is a contract for it. */
export function datasetLike({ path }: FoundFile): string {
  return landingOf(path, null).dataset;
}

function overlap({ shown }: FoundFile, matches: readonly Match[]): UseProblem {
  const names = matches.map(({ contract }) => contract.dataset);
  const message = `${shown} fits the landing patterns of ${names.join(" and ")}`;
  return useProblem("contracts-overlap", message, `narrow one of them, or choose with --contract ${names[0]}`);
}

function outside(file: FoundFile): UseProblem {
  const dataset = datasetLike(file);
  const message = `${file.shown} does not fit the landing pattern of ${dataset}`;
  return useProblem("outside-landing", message, `run it with --contract ${dataset}, or mend the pattern`);
}
