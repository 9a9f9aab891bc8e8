import type { z } from "zod";
import { lakeRoot } from "../plan/cloud/names.ts";
import type { Stack } from "../plan/cloud/stack/read.ts";
import type { FunctionAnswer, FunctionCaller } from "../ports.ts";
import {
  type DecisionAnswer,
  DecisionAnswerSchema,
  HeldAnswerSchema,
  RefusedAnswerSchema,
  ResumedAnswerSchema,
} from "../run/decision/answer.ts";
import type { DecisionRequest } from "../run/decision/request.ts";
import { type DropEnd, dropLine } from "../run/view/drops.ts";
import { envFlag } from "../run/view/next.ts";
import { shownName } from "../run/view/object-name.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { showHeld } from "./held.ts";
import { type Outcome, outcomeValue } from "./run-jobs.ts";
import { stackOf } from "./stack.ts";
import { refuse, wrongUse } from "./wrong-use.ts";

// What a person decides about an environment is done there, by the function `decide`, in that person's name.

const TARGET = "decide";

/** What waits for a person. */
export async function listHeldInCloud(context: Context, dataset: string | undefined): Promise<ExitCode> {
  const { environment, functions } = await functionsOf(context);
  const answer = await functions.get(TARGET, dataset === undefined ? {} : { dataset });
  const held = read(answer, HeldAnswerSchema, environment.id);
  return showHeld(context.output, held, { lake: lakeRoot(environment), flag: envFlag(environment.id) });
}

/** `isWell`: whether a drop ended, or goes on, as the decision wanted it. */
export async function decideInCloud(
  context: Context,
  request: DecisionRequest,
  isWell: (end: DropEnd) => boolean,
): Promise<ExitCode> {
  const { output } = context;
  const { environment, functions } = await functionsOf(context);
  output.progress(text`${environment.id} decides`);
  const { by, drops } = read(await functions.post(TARGET, request), DecisionAnswerSchema, environment.id);
  output.progress(null);
  const outcomes = drops.map(outcomeOf);
  output.value({ by, drops: outcomes.map(outcomeValue) });
  for (const outcome of outcomes) {
    if ("end" in outcome) output.print(dropLine(outcome.end));
    else output.note(text`${styled("bad", "fault")} ${shownName(outcome.shown)}: ${outcome.fault.message}`);
  }
  output.note(text`decided as ${by}; ${environment.id} publishes and tells what follows`);
  if (outcomes.some((outcome) => "fault" in outcome)) return exit.fault;
  return outcomes.every((outcome) => "end" in outcome && isWell(outcome.end)) ? exit.good : exit.problems;
}

/** A publication that is stuck goes on. */
export async function resumeInCloud(context: Context, dataset: string): Promise<ExitCode> {
  const { environment, functions } = await functionsOf(context);
  const answer = await functions.post(TARGET, { action: "resume", dataset });
  const { number, goesOn } = read(answer, ResumedAnswerSchema, environment.id);
  context.output.value({ dataset, number, goesOn });
  const fate = goesOn ? "goes on" : "is given up, what it held comes again";
  context.output.print(text`${styled("good", "✓")} ${dataset} ${number} ${fate}`);
  return exit.good;
}

async function functionsOf(context: Context): Promise<Stack & { readonly functions: FunctionCaller }> {
  const stack = await stackOf(context);
  const { openFunctions } = await import("../environment/stack.ts");
  return { ...stack, functions: await openFunctions(stack, context.env) };
}

function outcomeOf({ entry, report, overtaken, left, fault }: DecisionAnswer["drops"][number]): Outcome {
  const shown = entry.drop.name;
  const undecided = left ? "time was up before its turn: nothing is decided about it" : null;
  const message = fault ?? undecided;
  if (message !== null) return { shown, fault: new Error(message) };
  return { shown, end: { shown, dataset: entry.dataset, entry, report, alreadyDone: overtaken, overtaken } };
}

/** What the function says no to is the user's to mend; what stands before it knows nothing of drops. */
function read<T>({ status, json }: FunctionAnswer, schema: z.ZodType<T>, id: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const refused = RefusedAnswerSchema.safeParse(json);
  if (refused.success) refuse(refused.data.problems);
  if (status === 401 || status === 403) {
    const cure = `have it granted roles/run.invoker on the function sluice-${id}-${TARGET}`;
    throw wrongUse("not-allowed", `this account may not decide in ${id}`, cure);
  }
  if (status === 404) throw wrongUse("not-deployed", `${id} has no function ${TARGET}`, "deploy it: `pulumi up`");
  if (status < 400) throw wrongUse("other-version", `${id} has another version of Sluice`, "use the one that it has");
  throw new Error(`${id} answers ${status}${saidBy(json)}`);
}

function saidBy(json: unknown): string {
  const said = typeof json === "object" && json !== null && "error" in json ? json.error : null;
  return typeof said === "string" ? `: ${said}` : "";
}
