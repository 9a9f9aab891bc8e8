import {
  HOLD_CODES,
  type HoldCode,
  LIFTED_CODES,
  type Lifts,
  REASON_CODES,
  type Reason,
  type ReasonCode,
  type Report,
} from "../plan/report.ts";

/** From what must be looked at first to what may be read last. */
const GRAVITY: readonly Reason["code"][] = [
  "LOAD_FAILED",
  "REUPLOADED",
  "CIRCUIT_BREAKER",
  "RULE_EXCEEDED",
  "CHECK_FAILED",
  "TOO_MANY_PARTITIONS",
  "TOO_MANY_FILES",
  "CHECK_NOT_RUN",
  "RULE_WARNING",
  "CHECK_WARNING",
  "COLUMNS_RETYPED",
  "COLUMNS_MISSING",
  "COLUMNS_ADDED",
  "CHECK_SKIPPED",
];

const ORDER = ["rejected", "held", "ready with warnings"] as const;

type Weighed = Pick<Report, "verdict" | "reasons">;

/** What the reasons come to, the gravest first. Holds that were lifted are told as accepted. */
export function weigh(reasons: readonly Reason[], lifts: Lifts): Weighed {
  return settled(
    reasons.map((reason) => told(reason, lifts)),
    lifts,
  );
}

/**
 * The judgement with one more reason, which was found outside the split: it holds a drop that was ready, unless holds
 * are lifted for the round. A rejected drop stays rejected.
 */
export function withReason<Judged extends Weighed & Pick<Report, "lifts">>(judged: Judged, reason: Reason): Judged {
  return { ...judged, ...settled([...judged.reasons, told(reason, judged.lifts)], judged.lifts) };
}

/** What refuses stands before what holds, and that before what only warns; an accepted hold only warns. */
function settled(reasons: readonly Reason[], lifts: Lifts): Weighed {
  const meaning = ({ code }: Reason) =>
    refusing.has(code) ? "rejected" : isHolding(code, lifts) ? "held" : "ready with warnings";
  const weight = (reason: Reason) => ORDER.indexOf(meaning(reason));
  const sorted = [...reasons].sort(
    (a, b) => weight(a) - weight(b) || GRAVITY.indexOf(a.code) - GRAVITY.indexOf(b.code),
  );
  const [first] = sorted;
  return { reasons: sorted, verdict: first ? meaning(first) : "ready" };
}

const refusing: ReadonlySet<string> = new Set<ReasonCode>(REASON_CODES);
const holding: ReadonlySet<string> = new Set<HoldCode>(HOLD_CODES);
const liftable: ReadonlySet<string> = new Set<HoldCode>(LIFTED_CODES);

function isHolding(code: Reason["code"], lifts: Lifts): boolean {
  return holding.has(code) && !isLifted(code, lifts);
}

function isLifted(code: Reason["code"], { holds }: Lifts): boolean {
  return holds && liftable.has(code);
}

function told(reason: Reason, lifts: Lifts): Reason {
  if (!isLifted(reason.code, lifts)) return reason;
  const { code, message } = reason;
  return {
    code,
    message: `accepted: ${message}`,
    cure: "nothing needs to be done: this hold was lifted for this round",
  };
}
