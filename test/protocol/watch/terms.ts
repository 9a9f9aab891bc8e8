import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { Lifts } from "../../../lakehouse/plan/report.ts";
import { equal, type Ledger, must } from "./ledger.ts";

/** What a round of a drop is to be split by. */
export interface Terms {
  /** Hash. */
  readonly plan: string;
  readonly lifts: Lifts;
}

/** What a person is about to ask for; whether anything comes of it is not known yet. */
export interface Wished {
  /** Nobody else's name. */
  readonly by: string;
  /** Key of the drop; of a replay, its origin's. */
  readonly root: string;
  readonly kind: "accept" | "reject" | "replay";
  /** Of a replay: hash of its plan, and whether no row is to be late. */
  readonly plan: string;
  readonly backfill: boolean;
}

type Tell = (problem: string) => () => string;

/** Plan and lifts of a round are what was deployed, or what the person wanted who began it; and they stay so. */
export function judgeTerms(ledger: Ledger, before: Entry | undefined, after: Entry, tell: Tell): void {
  const { plan, lifts } = after;
  if (before?.round === after.round) must(equal(termsOf(before), { plan, lifts }), tell("its plan or lifts change"));
  else {
    const allowed = before ? decided(ledger, before, after) : firstOf(ledger, after);
    must(
      allowed.some((terms) => equal(terms, { plan, lifts })),
      tell(`nobody wanted ${JSON.stringify(lifts)} and the plan ${plan.slice(0, 8)}`),
    );
  }
  ledger.terms.set(`${after.drop.key}/${after.round}`, { plan, lifts });
}

function firstOf({ deployed, wishes }: Ledger, { origin }: Entry): Terms[] {
  if (!origin) return [...deployed].map((plan) => ({ plan, lifts: { window: false, holds: false } }));
  return wishes
    .filter(({ kind, root }) => kind === "replay" && root === origin.key)
    .map(({ plan, backfill }) => ({ plan, lifts: { window: backfill, holds: true } }));
}

function decided({ wishes }: Ledger, before: Entry, { drop, origin, history }: Entry): Terms[] {
  const person = history.at(-1)?.by;
  const wish = wishes.find(({ by, root }) => by === person && root === (origin?.key ?? drop.key));
  if (!wish || wish.kind === "reject") return [];
  if (wish.kind === "accept") return [{ plan: before.plan, lifts: { window: true, holds: true } }];
  return [{ plan: wish.plan, lifts: { window: wish.backfill, holds: origin !== null } }];
}

function termsOf({ plan, lifts }: Entry): Terms {
  return { plan, lifts };
}
