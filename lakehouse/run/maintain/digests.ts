import type { Maintained } from "../../plan/maintain.ts";
import { toSendPath } from "../../plan/names.ts";
import type { Plan } from "../../plan/plan.ts";
import { logFault } from "../log-fault.ts";
import { nudge } from "../nudge.ts";
import { composeAll } from "../tell-all.ts";
import { tellDags } from "../tell-dags.ts";
import { type MaintainTools, wordsOf } from "./tools.ts";

/** Puts into the outbox what is due, and has it sent. */
export async function digests(tools: MaintainTools, plans: readonly Plan[]): Promise<Maintained<"digests">> {
  const composed = await composeAll(tools, plans, new Map());
  const dags = await tellDags(tools, plans);
  const toSend = await tools.objects.list(toSendPath("", 0).replace(/\/\/.*$/, "/"));
  if (toSend.length > 0) await nudge(tools, "mail", null);
  const messages = [...composed.messages, ...dags.messages];
  const faults = [...composed.faults, ...dags.faults];
  for (const fault of faults) logFault(tools.log, fault);
  return {
    messages: messages.map(({ dataset, number, kind }) => ({ dataset, number, kind })),
    toSend: toSend.length,
    faults: faults.map(wordsOf),
  };
}
