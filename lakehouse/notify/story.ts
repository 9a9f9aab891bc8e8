import type { Plan } from "../plan/plan.ts";
import type { CheckResult, Report } from "../plan/report.ts";
import type { Health } from "./message.ts";

// What the composer is told. Plain values: whoever tells the story has read ledger, reports and log.

/** What became of a drop, or of this round of it. */
export type Outcome = "committed" | "held" | "rejected" | "superseded" | "duplicate" | "gone" | "poison";

export interface DropStory {
  readonly key: string;
  readonly round: number;
  /** The object's name; of a replay: that of the object which its rows came with. */
  readonly name: string;
  /** RFC 3339 UTC. */
  readonly arrived: string;
  /** YYYY-MM-DD. */
  readonly arrivalDay: string;
  readonly outcome: Outcome;
  /** Why it is not committed, as its ledger entry says; null: its report says all. */
  readonly reason: { readonly code: string; readonly message: string; readonly cure: string } | null;
  /** Of this round; null where none was written (gone, poison, duplicate). */
  readonly report: Report | null;
  /** Number of its publication, if committed. */
  readonly publication: number | null;
  /** Of a replay: the drop whose quarantined rows it brings. */
  readonly replayOf: { readonly key: string; readonly name: string; readonly arrivalDay: string } | null;
  /** Who decided about this round (accepted, rejected, replayed), as the ledger has it; null: nobody did. */
  readonly decidedBy: string | null;
}

/** A finished publication that holds drops of the story. */
export interface PublicationStory {
  readonly number: number;
  /** RFC 3339 UTC. */
  readonly committed: string;
  /** Rows; `good` = `loaded` + `duplicates`. */
  readonly counts: {
    readonly good: number;
    readonly loaded: number;
    readonly duplicates: number;
    readonly updated: number;
    readonly replaced: number;
    readonly bytesScanned: number;
  };
}

/** An earlier drop of the dataset, for sparklines and "failing for 4 runs". `pastDrop` makes one of a report. */
export interface PastDrop {
  readonly arrivalDay: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly rows: { readonly in: number | null; readonly quarantined: number };
  /** Rows that failed, of each rule that any row failed. */
  readonly failed: Readonly<Record<string, number>>;
  /** What each check measured; null: not run. */
  readonly measured: Readonly<Record<string, number | null>>;
  /** Ids of errors: rules that quarantined rows or held the drop, checks that failed, a reason's code. */
  readonly problems: readonly string[];
}

/** A drop that waits for a person, whether told before or not. */
export interface HeldStory {
  readonly key: string;
  readonly name: string;
  readonly arrivalDay: string;
}

/** What a check after publication found. */
export interface PublishedCheck
  extends Pick<CheckResult, "id" | "severity" | "description" | "businessImpact" | "threshold" | "measured" | "note"> {
  /** `crashed`: the query failed, which says nothing of the data. */
  readonly outcome: CheckResult["outcome"] | "crashed";
  /** The text as the warehouse was asked; null: none. */
  readonly query: string | null;
}

/** A publication whose checks were made. */
export interface CheckedStory {
  readonly number: number;
  /** Hash of the plan that it was checked by. */
  readonly plan: string;
  /** Looked at: those that it touched; `*`: the whole table. */
  readonly partitions: readonly string[];
  readonly results: readonly PublishedCheck[];
}

/** An arrival day whose drop the contract promised by now. */
export interface MissingDay {
  readonly day: string;
  /** `06:00 UTC`. */
  readonly expectedBy: string;
  /** What the object should be called, `*` where it may be called anything. */
  readonly object: string;
  /** Where it should lie: a bucket, `landing` on a laptop. */
  readonly bucket: string;
}

export interface RunStory {
  readonly plan: Plan;
  /** Behind each command on a laptop: ` --lake out/demo/lake`; empty: the lake that a command means by itself. */
  readonly flags: string;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Drops of which something is to be told, clean ones too (they end a failure), oldest first. */
  readonly drops: readonly DropStory[];
  readonly publications: readonly PublicationStory[];
  /** Earlier drops of the dataset, oldest first; 30 are enough. Without those of `drops`. */
  readonly past: readonly PastDrop[];
  readonly stillHeld: readonly HeldStory[];
  /** Publications of whose checks something may be told, oldest first. */
  readonly checked: readonly CheckedStory[];
  /** Before those, oldest first; 7 are enough. */
  readonly checkedBefore: readonly CheckedStory[];
  /** The publication that waits for a person. */
  readonly stuck: {
    readonly number: number;
    readonly reason: string;
    readonly cure: string;
    readonly since: string;
  } | null;
  /** The open publication that waits too long for something which nobody was told of yet. */
  readonly waiting: {
    readonly number: number;
    /** What for: `QUOTA`. */
    readonly code: string;
    readonly reason: string;
    readonly cure: string;
    /** RFC 3339 UTC. */
    readonly since: string;
  } | null;
  /** The newest publication whose drops are all in the story, or were in an earlier one, as far as they are to be told; 0: none. */
  readonly published: number;
  /** Oldest first. */
  readonly missing: readonly MissingDay[];
  /** Told with missing days: the drop that came before them; null: none ever came. */
  readonly cameLast: { readonly name: string; readonly arrived: string } | null;
  /** After the last message; null: there was none. */
  readonly health: Health | null;
}

/** What is remembered of a drop when it has become past. */
export function pastDrop(drop: Pick<DropStory, "arrivalDay" | "name" | "outcome" | "reason" | "report">): PastDrop {
  const { arrivalDay, name, outcome, reason, report } = drop;
  return {
    arrivalDay,
    name,
    outcome,
    rows: { in: report?.rows.in ?? null, quarantined: report?.rows.quarantined ?? 0 },
    failed: Object.fromEntries(
      (report?.rules ?? []).filter(({ failed }) => failed > 0).map(({ id, failed }) => [id, failed]),
    ),
    measured: Object.fromEntries((report?.checks ?? []).map(({ id, measured }) => [id, measured])),
    problems: errorIds(report, outcome, reason?.code ?? null),
  };
}

/** Why a drop is not as it should be: what is compared between runs. */
export function errorIds(report: Report | null, outcome: Outcome, code: string | null): string[] {
  const rules = (report?.rules ?? []).filter((rule) => rule.outcome === "quarantined" || rule.outcome === "exceeded");
  const checks = (report?.checks ?? []).filter(
    (check) =>
      check.severity === "error" && (check.outcome === "failed" || (check.outcome === "not run" && outcome === "held")),
  );
  const found = [...rules, ...checks].map(({ id }) => id);
  if (found.length > 0) return found;
  const refused = outcome === "rejected" || outcome === "poison" || outcome === "gone" || outcome === "held";
  return refused ? [code ?? report?.reasons[0]?.code ?? outcome] : [];
}
