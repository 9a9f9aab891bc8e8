import type { DropState } from "../../ledger/entry.ts";
import type { MessageState } from "../../notify/message.ts";
import type { AirportYear } from "../plot/days.ts";

// What the report page shows: plain values, already masked. Rows are counts, days are UTC `2026-11-21`,
// moments are RFC 3339 UTC.

export interface PageState {
  readonly title: string;
  readonly environment: string;
  readonly madeAt: string;
  /** In the order of the page. */
  readonly datasets: readonly DatasetState[];
  readonly derived: readonly DerivedState[];
  /** Of all datasets and derived tables. */
  readonly checks: readonly CheckLine[];
  /** Of all datasets; the page shows the newest first. */
  readonly mails: readonly MailState[];
}

export interface Health {
  /** `failing`: the newest runs broke rules or were refused; `held`: a drop waits for a person; `stuck`: a publication does. */
  readonly state: "good" | "failing" | "held" | "stuck";
  /** Day or moment since when it is not good; null: good. */
  readonly since: string | null;
  /** What it means for who waits for the data, in one sentence. */
  readonly sentence: string;
  /** Ledger and table do not fit together, or cannot be read: `sluice ledger verify` tells more. */
  readonly verify?: true;
}

export interface DatasetState {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly health: Health;
  readonly sums: Sums;
  /** By arrival day, in any order; days without drops may be missing. */
  readonly days: readonly DayState[];
  /** Rules and checks, as the drops that failed them were judged; those that never failed may be missing. */
  readonly rules: readonly RuleState[];
  readonly failures: readonly FailureState[];
  /** In any order; the page shows the newest first, and those that need a person before all others. */
  readonly drops: readonly DropLine[];
  readonly publications: readonly PublicationLine[];
}

/**
 * Rows of drops: `rowsIn` = `loaded` + `quarantined` + `duplicates` + `undivided` + `waiting`, checked and shown.
 * A quarantined row that came in again as a replay counts once, as what has become of it since. Drops that ended
 * unpublished (REJECTED, SUPERSEDED, DUPLICATE, GONE, POISON) and those that a re-upload replaced count nowhere.
 */
export interface RowCounts {
  readonly rowsIn: number;
  /** By these drops; a newer row of the key may have taken a row's place since. */
  readonly loaded: number;
  readonly quarantined: number;
  /** Left out as exact duplicates inside their drop, or lost to a newer row of their key when they were published. */
  readonly duplicates: number;
  /**
   * Loaded, or lost to a newer row of their key: a publication knows these numbers for all its drops together, so they
   * cannot be told for these drops alone.
   */
  readonly undivided: number;
  /** Rows in of drops that have a report but are not committed yet (READY, HELD); in none of the four above. */
  readonly waiting: number;
}

export interface Sums extends RowCounts {
  /** Rows that all publications loaded: `loaded`, and those of drops that were replaced later. */
  readonly published: number;
  /** Rows of the table that a newer row of their key took the place of. */
  readonly updated: number;
  /** Rows of former drops that a re-upload deleted. */
  readonly replaced: number;
  /** Drops whose rows gave way to a re-upload. */
  readonly replacedDrops: number;
  /** Quarantined rows that came in again as replays; they count once. */
  readonly replayed: number;
  /** Counted in the table: must be `published` − `updated` − `replaced`. null: nobody counted. */
  readonly table: number | null;
}

export interface DayState extends RowCounts {
  readonly day: string;
  /** That arrived, whatever became of them; replays bring nothing new. */
  readonly drops: number;
}

export interface RuleState {
  readonly id: string;
  readonly column: string | null;
  readonly severity: "error" | "warning" | "info";
  readonly description: string;
  readonly businessImpact: string | null;
  /** True: samples are masked. */
  readonly masked: boolean;
  /** What the contract says now, and what it said before, where that is something else. */
  readonly notes: readonly string[];
  readonly samples: readonly SampleState[];
}

export interface SampleState {
  /** Name of the drop's object. */
  readonly drop: string;
  /** Row number in the drop, from 0. */
  readonly row: number;
  readonly path: string;
  /** null: NULL. */
  readonly value: string | null;
}

export interface FailureState {
  readonly day: string;
  /** Id of a rule in `rules`. */
  readonly rule: string;
  /** Failing rows; of a check that failed: 1. */
  readonly failed: number;
}

export interface DropLine {
  readonly key: string;
  readonly name: string;
  readonly day: string;
  readonly arrived: string;
  readonly state: DropState;
  readonly round: number;
  /** null: no report yet, or refused before its rows were read. `in` = `good` + `quarantined`. */
  readonly rows: {
    readonly in: number;
    readonly good: number;
    readonly quarantined: number;
    /** null: not committed, or only its publication knows, for several drops together. */
    readonly loaded: number | null;
  } | null;
  readonly reason: { readonly code: string; readonly message: string; readonly cure: string } | null;
  /** Number of the publication that it is in. */
  readonly publication: number | null;
  /** Number of the publication in which its rows gave way to a newer upload of its object. */
  readonly replacedIn: number | null;
  /** Name of the object whose quarantined rows it replays. */
  readonly replayOf: string | null;
  /** Commands to copy, for what a person may want to do next. */
  readonly commands: readonly string[];
}

export interface PublicationLine {
  readonly number: number;
  readonly state: "PREPARED" | "PLANNED" | "DONE" | "ABORTED";
  readonly drops: number;
  /** Partitions by what was done to them. */
  readonly partitions: { readonly appended: number; readonly merged: number; readonly replaced: number };
  readonly loaded: number;
  readonly duplicates: number;
  readonly updated: number;
  readonly replaced: number;
  readonly bytesScanned: number;
  readonly created: string;
  readonly committed: string | null;
  /** Ids of the jobs that took effect. */
  readonly jobs: readonly string[];
  /** Why it was aborted or is stuck, with what to do. */
  readonly note: string | null;
}

export interface DerivedState {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly health: Health;
  /** Names of the datasets that it is made from. */
  readonly inputs: readonly string[];
  /** Counted in the table; null: nobody counted. */
  readonly partitions: number | null;
  /** Counted in the table, else what its publications add up to. */
  readonly rows: number;
  /** Newest publication that made it, and when. */
  readonly publication: number | null;
  readonly made: string | null;
  /** Only of a table of airports' unusual days, where pictures are wanted. */
  readonly unusual?: UnusualState;
}

/** The newest year of a table of unusual days. */
export interface UnusualState {
  readonly year: number;
  /** Days that the table has of this year. */
  readonly first: string;
  readonly last: string;
  /** Airports that it knows. */
  readonly all: number;
  /** The most unusual ones, with all their days. */
  readonly shown: readonly AirportYear[];
  /** All that had an unusual day; the most unusual first. */
  readonly airports: readonly {
    readonly airport: string;
    readonly unusual: number;
    readonly score: number | null;
    /** Path of its picture relative to the page, for a link; null: not drawn. */
    readonly file: string | null;
  }[];
}

/** What a check after publication found last. */
export interface CheckLine {
  readonly dataset: string;
  readonly id: string;
  readonly severity: "error" | "warning" | "info";
  readonly description: string;
  readonly outcome: "passed" | "warned" | "failed" | "not run" | "crashed";
  /** As words: `12`, `0.3 %`; null: nothing could be measured. */
  readonly measured: string | null;
  /** What is allowed, in words. */
  readonly allowed: string;
  readonly note: string | null;
  /** Number of the publication, and when it was checked. */
  readonly publication: number;
  readonly checked: string;
  /** After so many publications it was asked, and did not hold after so many of these. */
  readonly asked: number;
  readonly unmet: number;
}

export interface MailState {
  readonly number: number;
  /** null: about the environment. */
  readonly dataset: string | null;
  /** `error`, `warning`, `recovered`, `digest` … */
  readonly kind: string;
  readonly subject: string;
  readonly created: string;
  readonly state: MessageState;
  /** Why it has not been sent, or where it is told instead. */
  readonly note: string | null;
  /** Path relative to the page, for a link; null: not written. */
  readonly file: string | null;
}
