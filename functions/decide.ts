import type { z } from "zod";
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
import { nudgePublisher } from "../lakehouse/run/nudge.ts";
import { askToResume, CannotResume } from "../lakehouse/run/resume.ts";
import { listDatasets } from "../lakehouse/run/state.ts";
import { typedFor } from "../lakehouse/run/view/typed.ts";
import { callerOf } from "./caller.ts";
import { problemsOf } from "./problems.ts";
import type { HttpAnswer, HttpFunction, Work } from "./work.ts";

/** Drops at a time: each has children of its own. */
const AT_ONCE = 2;

/** What a person decides, in that person's name: GET lists what waits, POST decides. */
const decide: HttpFunction = {
  async answer(work, request) {
    const caller = callerOf(request);
    if ("refused" in caller) return { status: 401, body: { problems: [caller.refused] } };
    if (request.method === "GET") return held(work, request.query.get("dataset"));
    if (request.method !== "POST") return { status: 405, body: { error: "GET lists what waits, POST decides" } };
    return asksToResume(request.json)
      ? orProblems(work, ResumeRequestSchema.safeParse(request.json), (read) => resumed(work, read, caller.email))
      : orProblems(work, DecisionRequestSchema.safeParse(request.json), (read) => decided(work, read, caller.email));
  },
};

function asksToResume(json: unknown): boolean {
  return typeof json === "object" && json !== null && "action" in json && json.action === "resume";
}

async function orProblems<Request>(
  work: Work,
  read: z.ZodSafeParseResult<Request>,
  answer: (request: Request) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  return read.success ? answer(read.data) : refused(work, 400, problemsOf(read.error));
}

async function held(work: Work, dataset: string | null): Promise<HttpAnswer> {
  const { objects } = work.tools;
  const known = await listDatasets(objects);
  if (dataset !== null && !known.includes(dataset)) return unknown(work, dataset, known);
  const found = await heldOf(objects, dataset === null ? known : [dataset]);
  const body: HeldAnswer = { format: "sluice/held/1", held: [...found.held], leftOut: [...found.leftOut] };
  return { status: 200, body };
}

function unknown(work: Work, dataset: string, known: readonly string[]): HttpAnswer {
  const cure = known.length === 0 ? "no drop has come yet" : `one of ${known.join(", ")}`;
  return refused(work, 400, [refusal("unknown-dataset", `the ledger has no dataset '${dataset}'`, cure)]);
}

async function decided(work: Work, request: DecisionRequest, by: string): Promise<HttpAnswer> {
  const { tools, plans, time } = work;
  const planned = await planDecision(tools, await plans(), request, by);
  if (planned.refused.length > 0) return refused(work, 400, planned.refused);
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

/** The log is the publisher's alone: who decodes drops has no right to write it. */
async function resumed(work: Work, { dataset }: ResumeRequest, by: string): Promise<HttpAnswer> {
  const { tools } = work;
  const known = await listDatasets(tools.objects);
  if (!known.includes(dataset)) return unknown(work, dataset, known);
  try {
    const { resume, goesOn } = await askToResume(tools, dataset);
    await tools.nudger.nudge("publish", dataset, resume);
    const body = { format: "sluice/resumed/1" as const, by, dataset, number: resume.number, goesOn };
    return { status: 200, body };
  } catch (error) {
    if (!(error instanceof CannotResume)) throw error;
    return refused(work, 409, [refusal("not-stuck", error.message, `\`sluice status ${dataset}\` tells what waits`)]);
  }
}

/** Commands are told as they must be typed for this environment. */
function refused({ tools: { flags } }: Work, status: number, problems: readonly Refusal[]): HttpAnswer {
  return { status, body: { problems: problems.map((one) => ({ ...one, cure: typedFor(flags ?? null, one.cure) })) } };
}

export default decide;
