import type { Contract } from "../contract/contract.ts";
import { compilePlan } from "../plan/compile.ts";
import type { Environment } from "../plan/environment.ts";
import type { Plan } from "../plan/plan.ts";
import { landingOf } from "../run/draft/landing.ts";
import { draftFromFile } from "../run/draft-file.ts";
import type { Engine } from "../run/engine.ts";
import { matchesOf, matchNamed } from "../run/match.ts";
import type { Order } from "../run/process.ts";
import { shellWord } from "../run/view/shell-word.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { draftProblem } from "./drafts.ts";
import type { FoundFile } from "./find-files.ts";
import { datasetLike, type MatchedFile, type Matching, nameFrom } from "./match-files.ts";
import type { UseProblem } from "./wrong-use.ts";

/** A drop to run: what, against which plan, and how the user calls it. */
export interface PlannedOrder extends Order {
  readonly shown: string;
  readonly plan: Plan;
}

export interface Ordered {
  readonly orders: readonly PlannedOrder[];
  /** Files that no contract fits and none can be drafted from; they do not stop the others. */
  readonly problems: readonly UseProblem[];
}

export interface Choice {
  readonly arrived: string | undefined;
  readonly engine: Engine;
  readonly place: Environment;
}

/** An order for every file that has a contract, or gets one drafted; one plan for each contract. */
export async function ordersFor(context: Context, { matched, unknown }: Matching, choice: Choice): Promise<Ordered> {
  const drafted = await draftForAll(context, unknown, choice.engine);
  const all = [...matched, ...drafted.matched];
  const contracts = [...new Set(all.map(({ match }) => match.contract))];
  const plans = new Map(contracts.map((contract) => [contract, compilePlan(contract, choice.place)]));
  const orders = all.flatMap(({ file, match: { contract, name, day } }) => {
    const plan = plans.get(contract);
    return plan ? [{ path: file.path, shown: file.shown, name, day, arrived: choice.arrived ?? null, plan }] : [];
  });
  return { orders, problems: drafted.problems };
}

interface Drafted {
  readonly matched: readonly MatchedFile[];
  readonly problems: readonly UseProblem[];
}

/** One draft for each dataset that the paths look like. */
async function draftForAll(context: Context, files: readonly FoundFile[], engine: Engine): Promise<Drafted> {
  const matched: MatchedFile[] = [];
  const problems: UseProblem[] = [];
  for (const group of Map.groupBy(files, datasetLike).values()) {
    const draft = await draftFromFirst(context, group, engine);
    const { contract } = draft;
    if (contract === null) problems.push(...draft.problems);
    else matched.push(...group.map((file) => matchDraft(file, contract, context.cwd)));
  }
  return { matched, problems };
}

/** From the first of the files that a contract can be drafted from. */
async function draftFromFirst(
  { output }: Context,
  files: readonly FoundFile[],
  engine: Engine,
): Promise<{ readonly contract: Contract | null; readonly problems: readonly UseProblem[] }> {
  const problems: UseProblem[] = [];
  for (const { path, shown } of files) {
    const draft = await draftFromFile(engine, path, landingOf(path, null), shown).catch(draftProblem);
    if (!("contract" in draft)) {
      problems.push(draft);
      continue;
    }
    const drafted = text`drafted ${styled("bold", draft.contract.dataset)} in memory from it`;
    output.note(
      text`${styled("warn", "no contract")} fits ${shown}: ${drafted} (keep it: sluice init ${shellWord(shown)})`,
    );
    return { contract: draft.contract, problems: [] };
  }
  return { contract: null, problems };
}

function matchDraft(file: FoundFile, contract: Contract, cwd: string): MatchedFile {
  return { file, match: matchesOf(file.path, [contract])[0] ?? matchNamed(nameFrom(file, cwd), contract) };
}
