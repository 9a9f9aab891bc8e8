import { relative } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { compilePlan } from "../plan/compile.ts";
import type { Environment } from "../plan/environment.ts";
import type { Plan } from "../plan/plan.ts";
import { landingOf } from "../run/draft/landing.ts";
import { draftFromFile } from "../run/draft-file.ts";
import type { Engine } from "../run/engine.ts";
import { type Match, matchesOf, matchNamed } from "../run/match.ts";
import type { Order } from "../run/process.ts";
import { shellWord } from "../run/view/command.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { contractOf, usableContracts } from "./contracts.ts";
import { cannotDraft } from "./drafts.ts";
import type { FoundFile } from "./find-files.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/** A drop to run: what, against which plan, and how the user calls it. */
export interface PlannedOrder extends Order {
  readonly shown: string;
  readonly plan: Plan;
}

export interface Choice {
  readonly contract: string | undefined;
  readonly arrived: string | undefined;
  readonly engine: Engine;
  readonly place: Environment;
}

/** Finds each file's contract; nothing is run before all files have one. */
export async function ordersFor(context: Context, files: readonly FoundFile[], choice: Choice): Promise<PlannedOrder[]> {
  const matched = await matchFiles(context, files, choice);
  const plans = new Map([...new Set(matched.map(({ match }) => match.contract))].map((contract) => [contract, compilePlan(contract, choice.place)]));
  return matched.map(({ file, match: { contract, name, day } }) => {
    const plan = plans.get(contract) ?? compilePlan(contract, choice.place);
    return { path: file.path, shown: file.shown, name, day, arrived: choice.arrived ?? null, plan };
  });
}

interface Matched {
  readonly file: FoundFile;
  readonly match: Match;
}

async function matchFiles(context: Context, files: readonly FoundFile[], choice: Choice): Promise<Matched[]> {
  if (choice.contract !== undefined) {
    const contract = await contractOf(choice.contract, context);
    return files.map((file) => ({ file, match: matchNamed(nameFrom(file, context.cwd), contract) }));
  }
  const contracts = await usableContracts(context);
  const found = files.map((file) => ({ file, matches: matchesOf(file.path, contracts) }));
  const ambiguous = found.filter(({ matches }) => matches.length > 1);
  if (ambiguous.length > 0) throw new WrongUse(ambiguous.map(({ file, matches }) => overlap(file, matches)));
  const unknown = found.filter(({ matches }) => matches.length === 0).map(({ file }) => file);
  const drafts = await draftAll(context, unknown, contracts, choice.engine);
  return found.map(({ file, matches: [match] }) => ({ file, match: match ?? matchDraft(file, drafts, context.cwd) }));
}

function overlap({ shown }: FoundFile, matches: readonly Match[]): UseProblem {
  const names = matches.map(({ contract }) => contract.dataset);
  return useProblem("contracts-overlap", `${shown} fits the landing patterns of ${names.join(" and ")}`, `narrow one of them, or choose with --contract ${names[0]}`);
}

/** One draft for each dataset that the paths look like, from its first file. */
async function draftAll(context: Context, files: readonly FoundFile[], contracts: readonly Contract[], engine: Engine): Promise<Map<string, Contract>> {
  const drafts = new Map<string, Contract>();
  for (const [dataset, [first]] of Map.groupBy(files, (file) => landingOf(file.path, null).dataset)) {
    if (!first) continue;
    if (contracts.some((contract) => contract.dataset === dataset)) throw new WrongUse([outside(first, dataset)]);
    const { contract } = await draftFromFile(engine, first.path, landingOf(first.path, null), first.shown).catch(cannotDraft);
    drafts.set(dataset, contract);
    const keep = `sluice init ${shellWord(first.shown)}`;
    context.output.note(text`${styled("warn", "no contract")} fits ${first.shown}: drafted ${styled("bold", dataset)} in memory from it (keep it: ${keep})`);
  }
  return drafts;
}

function outside({ shown }: FoundFile, dataset: string): UseProblem {
  return useProblem("outside-landing", `${shown} does not fit the landing pattern of ${dataset}`, `run it with --contract ${dataset}, or mend the pattern`);
}

function matchDraft(file: FoundFile, drafts: ReadonlyMap<string, Contract>, cwd: string): Match {
  const contract = drafts.get(landingOf(file.path, null).dataset);
  if (!contract) throw new Error(`no draft for ${file.shown}`);
  return matchesOf(file.path, [contract])[0] ?? matchNamed(nameFrom(file, cwd), contract);
}

/** What an object name is taken from where no pattern fits: the path as seen from here. */
function nameFrom({ path }: FoundFile, cwd: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : near;
}
