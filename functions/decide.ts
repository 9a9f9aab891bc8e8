import { decisionAnswer, type HeldAnswer } from "../lakehouse/run/decision/answer.ts";
import { decideAll } from "../lakehouse/run/decision/decide-all.ts";
import { planDecision } from "../lakehouse/run/decision/plan.ts";
import { type Refusal, refusal } from "../lakehouse/run/decision/refusal.ts";
import {
  type DecisionRequest,
  DecisionRequestSchema,
  type ResumeRequest,
  ResumeRequestSchema,
} from "../lakehouse/run/decision/request.ts";
import { heldOf } from "../lakehouse/run/held.ts";
import { logFault } from "../lakehouse/run/log-fault.ts";
import { nudge, nudgePublisher } from "../lakehouse/run/nudge.ts";
import { CannotResume, resumePublication } from "../lakehouse/run/resume.ts";
import { listDatasets } from "../lakehouse/run/state.ts";
import { callerOf } from "./caller.ts";
import { problemsOf } from "./problems.ts";
import type { HttpAnswer, HttpFunction, Work } from "./work.ts";

/** Drops at a time: each has children of its own. */
const AT_ONCE = 2;

/** What a person decides, in that person's name: GET lists what waits, POST decides. */
const decide: HttpFunction = {
  async answer(work, request) {
    const caller = callerOf(request);
    if ("refused" in caller) return refused(401, [caller.refused]);
    if (request.method === "GET") return held(work, request.query.get("dataset"));
    if (request.method !== "POST") return { status: 405, body: { error: "GET lists what waits, POST decides" } };
    const resume = ResumeRequestSchema.safeParse(request.json);
    if (resume.success) return resumed(work, resume.data, caller.email);
    const decision = DecisionRequestSchema.safeParse(request.json);
    return decision.success ? decided(work, decision.data, caller.email) : refused(400, problemsOf(decision.error));
  },
};

async function held({ tools: { objects } }: Work, dataset: string | null): Promise<HttpAnswer> {
  const known = await listDatasets(objects);
  if (dataset !== null && !known.includes(dataset)) {
    return refused(400, [
      refusal("unknown-dataset", `the ledger has no dataset '${dataset}'`, `one of ${known.join(", ")}`),
    ]);
  }
  const found = await heldOf(objects, dataset === null ? known : [dataset]);
  const body: HeldAnswer = { format: "sluice/held/1", held: [...found.held], leftOut: [...found.leftOut] };
  return { status: 200, body };
}

async function decided({ tools, plans, time }: Work, request: DecisionRequest, by: string): Promise<HttpAnswer> {
  const planned = await planDecision(tools, await plans(), request, by);
  if (planned.refused.length > 0) return refused(400, planned.refused);
  const ends = await decideAll(tools, planned.decided, { most: AT_ONCE, time });
  for (const { fault, entry } of ends) {
    if (fault) logFault(tools.log, fault, { dataset: entry.dataset, key: entry.drop.key });
  }
  await nudgePublisher(
    tools,
    ends.flatMap(({ processed }) => processed ?? []),
  );
  return { status: ends.some(({ overtaken }) => overtaken) ? 409 : 200, body: decisionAnswer(by, ends) };
}

async function resumed({ tools }: Work, { dataset }: ResumeRequest, by: string): Promise<HttpAnswer> {
  try {
    const { number, state } = await resumePublication(tools, dataset);
    await nudge(tools, "publish", dataset);
    const body = { format: "sluice/resumed/1" as const, by, dataset, number, goesOn: state !== "ABORTED" };
    return { status: 200, body };
  } catch (error) {
    if (!(error instanceof CannotResume)) throw error;
    return refused(409, [refusal("not-stuck", error.message, `\`sluice status ${dataset}\` tells what waits`)]);
  }
}

function refused(status: number, problems: readonly Refusal[]): HttpAnswer {
  return { status, body: { problems } };
}

export default decide;
