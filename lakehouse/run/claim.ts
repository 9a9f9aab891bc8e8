import { clearMarkers, createEntry, moveEntry, placeOf, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { isTerminal } from "../ledger/entry.ts";
import { mark } from "../ledger/markers.ts";
import { keepPlan } from "../ledger/plans.ts";
import { readReportOf } from "../ledger/reports.ts";
import type { Plan } from "../plan/plan.ts";
import { Denied, Unavailable } from "../ports.ts";
import type { Arrival } from "./arrival.ts";
import { firstEntry } from "./arrival.ts";
import { poison, type Tried } from "./ends.ts";
import { settle } from "./settle.ts";
import type { Tools } from "./tools.ts";

/** Whose turn it is. */
export type Claim =
  /** This worker's: it must split, or find the report that is there. */
  | { readonly kind: "mine"; readonly entry: StoredEntry }
  /** A launched job has the drop. */
  | { readonly kind: "launched"; readonly entry: StoredEntry }
  /** Another worker's, which showed life lately. */
  | { readonly kind: "busy"; readonly entry: StoredEntry }
  /** Nobody's: it is READY, HELD, or has ended. */
  | { readonly kind: "settled"; readonly entry: StoredEntry };

const mostAttempts = 3;

/** Takes a drop up: the first time, or where a dead worker left it. Events may come twice; the entry exists once. */
export async function claim(tools: Tools, plan: Plan, arrival: Arrival): Promise<Claim> {
  const { objects, clock } = tools;
  const present = await readEntry(objects, plan.dataset, arrival.arrivalDay, arrival.key);
  if (present) return takeOver(tools, present);
  const hash = await keepPlan(objects, plan);
  const { leaseSeconds } = tools;
  const entry = firstEntry(arrival, { plan, hash, token: tools.token(), leaseSeconds, at: clock.now() });
  const created = await createEntry(objects, entry);
  if (created) return { kind: "mine", entry: created };
  const other = await readEntry(objects, plan.dataset, arrival.arrivalDay, arrival.key);
  if (!other) throw new Error(`the entry of ${arrival.key} was there and is gone`);
  return takeOver(tools, other);
}

/** What an entry that exists asks for. */
export async function takeOver(tools: Tools, entry: StoredEntry): Promise<Claim> {
  const { state } = entry.value;
  if (state === "CLAIMED") return (await isLive(tools, entry)) ? { kind: "busy", entry } : nextAttempt(tools, entry);
  if (state === "LAUNCHED") return { kind: "launched", entry };
  if (isTerminal(state)) await clearMarkers(tools.objects, entry.value);
  if (state === "READY") await mark(tools.objects, "ready", placeOf(entry.value));
  return { kind: "settled", entry };
}

/** By the store's clock alone: when this generation of the entry was written, and what time it is now. */
async function isLive({ objects }: Tools, { value, updated }: StoredEntry): Promise<boolean> {
  const until = Date.parse(updated) + (value.lease?.seconds ?? 0) * 1000;
  return Date.parse(await objects.time()) < until;
}

/** The worker before is dead, or so slow that two do the work: the first report wins. */
export async function nextAttempt(tools: Tools, entry: StoredEntry): Promise<Claim> {
  const { attempt, lease, state } = entry.value;
  const wasLetGo = state === "CLAIMED" && lease === null;
  if (attempt >= mostAttempts && !wasLetGo) {
    const report = await readReportOf(tools.objects, entry.value.dataset, entry.value.drop.key, entry.value.round);
    return report ? settle(tools, entry, report) : poison(tools, entry, await lastWordsOf(tools, entry));
  }
  const moved = await moveEntry(
    tools.objects,
    entry,
    {
      state: "CLAIMED",
      attempt: wasLetGo ? attempt : attempt + 1,
      job: null,
      lease: { token: tools.token(), seconds: tools.leaseSeconds },
    },
    { at: tools.clock.now() },
  );
  return moved ? { kind: "mine", entry: moved } : { kind: "busy", entry };
}

/** Where people find out why. */
async function lastWordsOf({ launcher }: Tools, { value: { attempt, job } }: StoredEntry): Promise<Tried> {
  return { attempts: attempt, log: job === null ? null : (await launcher.log(job)).place };
}

/** The claim is given back: the next worker need not wait, and no attempt is used up. If it cannot be, the lease ends it. */
export async function letGo(
  { objects, clock }: Pick<Tools, "objects" | "clock">,
  entry: StoredEntry | null,
): Promise<void> {
  if (!entry) return;
  await moveEntry(objects, entry, { lease: null }, { at: clock.now() }).catch((error: unknown) => {
    if (!isNoFaultOfTheDrop(error)) throw error;
  });
}

/** The store was away, or refuses this account: another attempt would tell nothing about the drop. */
export function isNoFaultOfTheDrop(error: unknown): boolean {
  return error instanceof Unavailable || error instanceof Denied;
}
