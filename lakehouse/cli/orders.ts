import type { Contract } from "../contract/contract.ts";
import type { Environment } from "../plan/environment.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lifts } from "../plan/report.ts";
import { landingOf } from "../run/draft/landing.ts";
import { draftFromFile } from "../run/draft-file.ts";
import type { Order } from "../run/drop-file.ts";
import type { Engine } from "../run/engine.ts";
import { matchesOf, matchNamed } from "../run/match.ts";
import { countOf } from "../run/view/numbers.ts";
import { shownName } from "../run/view/object-name.ts";
import { shellWord } from "../run/view/shell-word.ts";
import type { Context } from "./command.ts";
import { plansOf } from "./deployed.ts";
import { draftProblem } from "./drafts.ts";
import type { FoundFile } from "./find-files.ts";
import { datasetLike, type MatchedFile, type Matching, nameFrom } from "./match-files.ts";
import { type UseProblem, useProblem } from "./wrong-use.ts";

/** A drop to run: what, against which plan, and how the user calls it. */
export interface PlannedOrder extends Order {
  readonly shown: string;
  /** False: it is only tried against its plan. */
  readonly kept: boolean;
  /** No contract fits it: its plan is that of a draft. */
  readonly drafted: boolean;
}

export interface Ordered {
  readonly orders: readonly PlannedOrder[];
  /** Of every contract that is deployed. */
  readonly plans: readonly Plan[];
  /** Files that no contract fits; they do not stop the others. */
  readonly problems: readonly UseProblem[];
}

export interface Choice {
  readonly arrived: string | undefined;
  readonly lifts: Lifts;
  readonly kept: boolean;
  readonly engine: Engine;
  readonly place: Environment;
}

/** An order for every file that has a contract; one that gets a contract drafted is tried, since a draft is no promise. */
export async function ordersFor(
  context: Context,
  { matched, unknown, contracts }: Matching,
  choice: Choice,
): Promise<Ordered> {
  const plans = plansOf(contracts, choice.place);
  const drafted = await draftForAll(context, unknown, choice.engine);
  return {
    plans,
    problems: drafted.problems,
    orders: [
      ...ordersOf(matched, plans, { ...choice, drafted: false }),
      ...ordersOf(drafted.matched, plansOf(drafted.contracts, choice.place), { ...choice, kept: false, drafted: true }),
    ],
  };
}

function ordersOf(
  files: readonly MatchedFile[],
  plans: readonly Plan[],
  choice: Choice & Pick<PlannedOrder, "drafted">,
): PlannedOrder[] {
  const byDataset = new Map(plans.map((plan) => [plan.dataset, plan]));
  return files.flatMap(({ file, match: { contract, name, day } }) => {
    const plan = byDataset.get(contract.dataset);
    const { arrived = null, lifts, kept, drafted } = choice;
    return plan ? [{ path: file.path, shown: file.shown, name, day, arrived, lifts, plan, kept, drafted }] : [];
  });
}

interface Drafted {
  readonly contracts: readonly Contract[];
  readonly matched: readonly MatchedFile[];
  readonly problems: readonly UseProblem[];
}

/** One draft for each dataset that the paths look like. */
async function draftForAll(context: Context, files: readonly FoundFile[], engine: Engine): Promise<Drafted> {
  const contracts: Contract[] = [];
  const matched: MatchedFile[] = [];
  const problems: UseProblem[] = [];
  for (const group of Map.groupBy(files, datasetLike).values()) {
    const { contract, problems: found } = await draftFromFirst(group, engine);
    problems.push(...found);
    if (contract === null) continue;
    contracts.push(contract);
    matched.push(...group.map((file) => matchDraft(file, contract, context.cwd)));
  }
  return { contracts, matched, problems };
}

/** From the first of the files that a contract can be drafted from. */
async function draftFromFirst(
  files: readonly FoundFile[],
  engine: Engine,
): Promise<{ readonly contract: Contract | null; readonly problems: readonly UseProblem[] }> {
  const problems: UseProblem[] = [];
  for (const { path, shown } of files) {
    const draft = await draftFromFile(engine, path, landingOf(path, null), shown).catch(draftProblem);
    if ("contract" in draft) return { contract: draft.contract, problems: [noContract(shown, files.length - 1)] };
    problems.push(draft);
  }
  return { contract: null, problems };
}

function noContract(shown: string, more: number): UseProblem {
  const message = `no contract fits ${shownName(shown)}${more > 0 ? ` and ${countOf(more, "file")} beside it` : ""}`;
  const tried = "nothing of it is kept, it was only tried against a draft";
  return useProblem("no-contract", `${message}: ${tried}`, `\`sluice init ${shellWord(shown)}\` writes that draft`);
}

function matchDraft(file: FoundFile, contract: Contract, cwd: string): MatchedFile {
  return { file, match: matchesOf(file.path, [contract])[0] ?? matchNamed(nameFrom(file, cwd), contract) };
}
