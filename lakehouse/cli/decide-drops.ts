import type { Plan } from "../plan/plan.ts";
import { awaitDrop } from "../run/await-drop.ts";
import type { ChainTools } from "../run/chain.ts";
import { CannotDecide } from "../run/decide.ts";
import { carryOut } from "../run/decision/carry-out.ts";
import type { Decided } from "../run/decision/plan.ts";
import { lookAgain } from "../run/find-drop.ts";
import { publishOrder } from "../run/publish-order.ts";
import { type DropEnd, isClean } from "../run/view/drops.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { follow, followedCode, followedValue } from "./follow.ts";
import { type Job, type Outcome, outcomeValue, presentOutcomes, runJobs, workedOf } from "./run-jobs.ts";

/** A decision about one drop, as work. */
function decisionJob(tools: ChainTools, decided: Decided): Job {
  const { value } = decided.entry;
  return {
    shown: value.drop.name,
    dataset: value.dataset,
    work: async (progress) => {
      try {
        return workedOf(await awaitDrop(tools, await carryOut(tools, decided, progress), progress));
      } catch (error) {
        if (!(error instanceof CannotDecide)) throw error;
        // Somebody else was quicker: their decision stands.
        const entry = await lookAgain(tools.objects, value);
        return { entry: entry.value, report: null, alreadyDone: true, overtaken: true };
      }
    },
  };
}

interface Deciding {
  readonly tools: ChainTools;
  /** Of every contract that is deployed. */
  readonly plans: readonly Plan[];
  /** Drops at a time. */
  readonly most: number;
  /** Whether a drop ended as the decision wanted it. */
  isWell?(end: DropEnd): boolean;
}

/** Does what was decided, publishes what that made ready, and tells; a line each. */
export async function carryOutDecisions(
  context: Context,
  all: readonly Decided[],
  { tools, plans, most, isWell = isClean }: Deciding,
): Promise<ExitCode> {
  const jobs = all.map((decided) => decisionJob(tools, decided));
  const decided = await runJobs(jobs, { most, lines: true, context });
  const datasets = new Set(jobs.map(({ dataset }) => dataset));
  const followed = await follow(context, tools, publishOrder(plans, datasets));
  const outcomes = await presentOutcomes(tools.objects, decided);
  context.output.value({ drops: outcomes.map(outcomeValue), ...followedValue(followed) });
  return codeOf(outcomes, followedCode(followed), isWell);
}

function codeOf(outcomes: readonly Outcome[], code: ExitCode, isWell: (end: DropEnd) => boolean): ExitCode {
  if (code === exit.fault || outcomes.some((outcome) => "fault" in outcome)) return exit.fault;
  return outcomes.every((outcome) => "end" in outcome && isWell(outcome.end)) ? code : exit.problems;
}
