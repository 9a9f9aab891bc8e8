import { lastPublication, readPublication } from "../../ledger/log.ts";
import { isFinished, type Publication } from "../../ledger/publication.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days, PublishState, PublishStep } from "../../plan/step.ts";
import type { Objects } from "../../ports.ts";
import { cureOf } from "../story/waiting.ts";
import { countOf } from "../view/numbers.ts";
import type { AdvancedStep } from "./advance.ts";
import { countStates, type Open } from "./open.ts";

/** What one look has found. */
interface Found {
  readonly advanced: AdvancedStep;
  readonly unclaimed: number;
  readonly open: Open;
}

export type State = Pick<PublishStep, "state" | "on">;

/** What other days wait for is not these days' business. */
export async function publishState(objects: Objects, plan: Plan, days: Days | null, found: Found): Promise<State> {
  const { progress } = found.advanced;
  const { HELD: held = 0, ...busy } = countStates(found.open);
  const waits = found.unclaimed > 0 || Object.keys(busy).length > 0 || (await waitsForInput(objects, plan));
  const idle = progress.kind === "idle";
  if (!waits && (idle || (days !== null && !plan.derived)))
    return held > 0 ? heldState(plan, held) : { state: "done", on: null };
  if (progress.kind === "stuck") return stuckState(objects, progress.publication);
  if (progress.kind === "waiting" && progress.on.code !== "JOB") {
    const { code, message } = progress.on;
    return { state: "waiting", on: { code, message, cure: cureOf(code) } };
  }
  if (progress.kind === "waiting") return working("JOB", progress.on.message);
  return working(...whatWaits(plan, busy, found.unclaimed));
}

function working(code: string, message: string): State {
  return { state: "working" satisfies PublishState, on: { code, message, cure: null } };
}

function heldState({ dataset, environment }: Plan, held: number): State {
  const cure = `\`sluice hold list ${dataset} --env ${environment}\` tells which, and why`;
  return { state: "held", on: { code: "HELD", message: `${countOf(held, "drop")} held for a person`, cure } };
}

async function stuckState(objects: Objects, { dataset, number }: Publication): Promise<State> {
  const stuck = (await readPublication(objects, dataset, number))?.value.stuck;
  const { reason, cure } = stuck ?? { reason: `publication ${number} is stuck`, cure: null };
  return { state: "stuck", on: { code: "STUCK", message: reason, cure } };
}

function whatWaits(
  { derived }: Plan,
  busy: Readonly<Record<string, number>>,
  unclaimedObjects: number,
): [code: string, message: string] {
  const states = Object.entries(busy).map(([state, count]) => `${count} ${state}`);
  if (states.length > 0) return ["DROPS", `drops under way: ${states.join(", ")}`];
  if (unclaimedObjects > 0) return ["LANDING", `${countOf(unclaimedObjects, "object")} of landing not claimed yet`];
  return derived ? ["INPUT", "what it is made from is being published"] : ["JOB", "there is more to publish"];
}

/** A derived table follows once all its inputs are through. */
async function waitsForInput(objects: Objects, { derived }: Plan): Promise<boolean> {
  for (const { dataset } of derived?.inputs ?? []) {
    const last = (await lastPublication(objects, dataset))?.value;
    if (last && !isFinished(last)) return true;
  }
  return false;
}
