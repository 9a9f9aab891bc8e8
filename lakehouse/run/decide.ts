import { moveEntry, placeOf, type StoredEntry } from "../ledger/entries.ts";
import type { DropState, Entry } from "../ledger/entry.ts";
import { mark } from "../ledger/markers.ts";
import { markPending } from "../ledger/pending.ts";
import { keepPlan } from "../ledger/plans.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lifts } from "../plan/report.ts";
import { redact } from "../plan/words-redact.ts";
import type { Tools } from "./tools.ts";

/** A person's decision about one drop; `by` is who made it. */
export type PersonalDecision = { readonly by: string } & (
  | /** Load it as it is: what held it only warns, and no row is late. */ { readonly kind: "accept" }
  | { readonly kind: "reject"; readonly note: string | null }
  /** Split it again, by the plan that is deployed now. */
  | { readonly kind: "replay"; readonly plan: Plan; readonly lifts: Lifts }
);

const allowed: Readonly<Record<PersonalDecision["kind"], readonly DropState[]>> = {
  accept: ["HELD"],
  reject: ["HELD"],
  replay: ["HELD", "REJECTED", "POISON"],
};

/** The decision does not fit the drop's state, or somebody else decided first. */
export class CannotDecide extends Error {
  override readonly name = "CannotDecide";
}

/** The entry after the decision. Accepted and replayed drops begin a new round, with a report of its own. */
export async function decide(tools: Tools, entry: StoredEntry, decision: PersonalDecision): Promise<StoredEntry> {
  const { objects, clock } = tools;
  const { drop } = entry.value;
  const refused = refusalOf(decision.kind, entry.value);
  if (refused) throw new CannotDecide(refused);
  const change =
    decision.kind === "reject" ? rejected(entry.value, decision.note) : await newRound(tools, entry.value, decision);
  // The reconciler must find the new round should this worker die.
  if (decision.kind === "reject") await markPending(objects, entry.value, "REJECTED");
  else await mark(objects, "open", { ...placeOf(entry.value), round: entry.value.round + 1 });
  const moved = await moveEntry(objects, entry, change, { at: clock.now(), by: decision.by });
  if (!moved) throw new CannotDecide(`somebody else decided about ${drop.key} at the same time; look at it again`);
  return moved;
}

function rejected({ reason }: Entry, note: string | null): Partial<Entry> {
  const message = `a person rejected it${note ? `: ${redact(note)}` : ""}${reason ? ` (held because ${reason.message})` : ""}`;
  return { state: "REJECTED", reason: { code: "REJECTED_BY_HAND", message, cure: "`sluice replay` brings it back" } };
}

async function newRound(
  tools: Tools,
  entry: Entry,
  decision: Exclude<PersonalDecision, { kind: "reject" }>,
): Promise<Partial<Entry>> {
  const lifts = decision.kind === "accept" ? { window: true, holds: true } : decision.lifts;
  const plan = decision.kind === "accept" ? entry.plan : await keepPlan(tools.objects, decision.plan);
  return {
    state: "CLAIMED",
    round: entry.round + 1,
    attempt: 1,
    lifts,
    plan,
    lease: { token: tools.token(), seconds: tools.leaseSeconds },
    job: null,
    ready: null,
    reason: null,
  };
}

/** Why this decision does not fit the drop's state, or null. */
export function refusalOf(kind: PersonalDecision["kind"], { state, drop }: Entry): string | null {
  if (allowed[kind].includes(state)) return null;
  return `${drop.key} (${redact(drop.name)}) is ${state}; only drops that are ${allowed[kind].join(" or ")} can be ${kind}ed`;
}
