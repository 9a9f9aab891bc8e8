import { nearest } from "../../contract/spelling.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Objects } from "../../ports.ts";
import { CannotDecide, type PersonalDecision, refusalOf } from "../decide.ts";
import { type Entry, lookAgain, type StoredEntry } from "../find-drop.ts";
import { heldOf } from "../held.ts";
import { quarantineOf } from "../leftovers.ts";
import { planReplay, type Replay, type ReplayOrder } from "../replay-drop.ts";
import { listDatasets, readState } from "../state.ts";
import type { Tools } from "../tools.ts";
import { type Chosen, chooseDrops } from "./choose.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { DecisionRequest } from "./request.ts";

/** One thing to do. */
export type Decided = { readonly entry: StoredEntry } & (
  | { readonly kind: "verdict"; readonly decision: PersonalDecision }
  | { readonly kind: "replay"; readonly replay: Replay; readonly order: ReplayOrder }
);

/** What a request comes to; or everything that is wrong with it, and then nothing is to be done. */
export interface PlannedDecision {
  readonly decided: readonly Decided[];
  readonly refused: readonly Refusal[];
}

/** Changes nothing. `plans`: of every contract that is deployed. */
export async function planDecision(
  tools: Tools,
  plans: readonly Plan[],
  request: DecisionRequest,
  by: string,
): Promise<PlannedDecision> {
  const { action, note } = request;
  if (action === "replay") return planReplays(tools, plans, request, by);
  const { drops, refused } = await chosen(tools.objects, request, (entry) => refusalOf(action, entry));
  const decision: PersonalDecision = action === "accept" ? { kind: action, by } : { kind: action, by, note };
  return { decided: drops.map((entry) => ({ entry, kind: "verdict", decision })), refused };
}

function chosen(
  objects: Objects,
  { action, drops, allOf }: DecisionRequest,
  unfit: (entry: Entry) => string | null,
): Promise<Chosen> {
  if (allOf === null) return chooseDrops(objects, drops, unfit);
  return action === "replay" ? withLeftovers(objects, allOf) : allHeld(objects, allOf);
}

async function allHeld(objects: Objects, dataset: string): Promise<Chosen> {
  const unknown = await unknownDataset(objects, dataset);
  if (unknown) return { drops: [], refused: [unknown] };
  const { held } = await heldOf(objects, [dataset]);
  const none = refusal("no-hold", `no drop of ${dataset} is held`, "`sluice hold list` has those that are");
  if (held.length === 0) return { drops: [], refused: [none] };
  return { drops: await Promise.all(held.map(({ entry }) => lookAgain(objects, entry))), refused: [] };
}

async function withLeftovers(objects: Objects, dataset: string): Promise<Chosen> {
  const unknown = await unknownDataset(objects, dataset);
  if (unknown) return { drops: [], refused: [unknown] };
  const { drops } = await readState(objects, dataset);
  const uploads = drops.filter(({ entry }) => entry.state === "COMMITTED" && !entry.origin);
  const full = uploads.filter((drop) => quarantineOf(drop, drops).left.length > 0);
  const message = `no published drop of ${dataset} has rows in quarantine`;
  if (full.length === 0) return { drops: [], refused: [refusal("no-quarantine", message, "nothing is to be done")] };
  return { drops: await Promise.all(full.map(({ entry }) => lookAgain(objects, entry))), refused: [] };
}

async function unknownDataset(objects: Objects, dataset: string): Promise<Refusal | null> {
  const known = await listDatasets(objects);
  if (known.includes(dataset)) return null;
  const near = nearest(dataset, known);
  const cure = near ? `did you mean ${near}?` : known.length > 0 ? `one of ${known.join(", ")}` : "nothing has arrived";
  return refusal("unknown-dataset", `the ledger has no dataset '${dataset}'`, cure);
}

async function planReplays(
  tools: Tools,
  plans: readonly Plan[],
  request: DecisionRequest,
  by: string,
): Promise<PlannedDecision> {
  // Committed drops may be meant too: what of them can be replayed is found out after.
  const unfit = (entry: Entry) => (entry.state === "COMMITTED" ? null : refusalOf("replay", entry));
  const { drops, refused } = await chosen(tools.objects, request, unfit);
  const decided: Decided[] = [];
  const problems: Refusal[] = [...refused];
  for (const entry of drops) {
    const { dataset, drop } = entry.value;
    const plan = plans.find((one) => one.dataset === dataset);
    if (!plan) {
      const cure = "a replay needs one: deploy it, or name its folder with --contracts";
      problems.push(refusal("unknown-dataset", `there is no contract for '${dataset}'`, cure));
      continue;
    }
    const order = { plan, backfill: request.backfill, by };
    try {
      const replays = await planReplay(tools, entry, order);
      decided.push(...replays.map((replay): Decided => ({ entry, kind: "replay", replay, order })));
    } catch (error) {
      if (!(error instanceof CannotDecide)) throw error;
      problems.push(refusal("cannot-replay", error.message, `\`sluice report ${drop.key}\` tells more`));
    }
  }
  return { decided, refused: problems };
}
