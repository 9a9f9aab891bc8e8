import type { Plan } from "../plan/plan.ts";
import type { Lifts, ReasonCode, Report } from "../plan/report.ts";

// What parent and child say to each other: one JSON value a line, requests on the child's stdin, answers on its stdout.
// The child first says `{"ready": true}`; then every `{id, request}` is answered by one `{id, answer}`, in order.

/** The drop that a box was opened for; all texts are data, never SQL. */
export interface DropFacts {
  readonly key: string;
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  /** RFC 3339 UTC. */
  readonly arrived: string;
  /** YYYY-MM-DD */
  readonly arrivalDay: string;
  /** True: its object is one of our quarantine files, whose own four columns are not part of the rows. */
  readonly replay: boolean;
}

/** A drop in one of its rounds. */
export interface RoundFacts extends DropFacts {
  readonly lifts: Lifts;
}

/** Opens a folder of its own for one drop: a fresh DuckDB instance, locked to that folder. */
export interface Box {
  readonly folder: string;
  /** File name of the drop inside the folder (a hash), never the object's name. */
  readonly input: string;
  readonly memoryMb: number;
}

/** One range of row groups; rows count from 0, both ends included. null: the whole file. */
export interface Unit {
  readonly index: number;
  readonly rows: readonly [first: number, last: number] | null;
  /** Rows that the footer promises in it. */
  readonly count: number;
}

/** Plans are sent once per child, by `learn`, and named by their hash afterwards: a plan is far larger than a request. */
export type Request =
  | { readonly kind: "learn"; readonly hash: string; readonly plan: Plan }
  | {
      readonly kind: "preflight";
      readonly box: Box;
      readonly plan: string;
      readonly replay: boolean;
      readonly bare: boolean;
    }
  | {
      readonly kind: "split";
      readonly box: Box;
      readonly plan: string;
      readonly drop: RoundFacts;
      readonly matched: Matched;
      readonly unit: Unit;
      /** False: counts only, no files. */
      readonly write: boolean;
      /** True: a unit in which no rule fails is decoded, but its good rows are not written. */
      readonly passClean: boolean;
    }
  | {
      readonly kind: "settle";
      readonly box: Box;
      readonly plan: string;
      readonly drop: RoundFacts;
      readonly matched: Matched;
      readonly doubtful: readonly LocalFile[];
      /** Ids of the escalate rules whose threshold the whole drop exceeded. */
      readonly exceeded: readonly string[];
    }
  | {
      readonly kind: "deduplicate";
      readonly box: Box;
      readonly plan: string;
      readonly good: GoodRows;
      readonly write: boolean;
    }
  | {
      readonly kind: "check";
      readonly box: Box;
      readonly plan: string;
      readonly good: GoodRows;
      /** Ids of the plan's checks to run. */
      readonly checks: readonly string[];
    }
  | {
      readonly kind: "bind";
      readonly box: Box;
      readonly table: readonly { readonly name: string; readonly type: string }[];
      readonly expressions: readonly Expression[];
    }
  | { readonly kind: "ask"; readonly box: Box; readonly statements: readonly string[] }
  /** The box is done with: memory and files are let go. */
  | { readonly kind: "close" };

/** Where the good rows of a drop are: in files, or, when only validating, in the drop itself less what fails. */
export type GoodRows =
  | { readonly kind: "files"; readonly files: readonly LocalFile[] }
  | {
      readonly kind: "input";
      readonly drop: RoundFacts;
      readonly matched: Matched;
      readonly exceeded: readonly string[];
      /** No row fails: no rule is evaluated again. */
      readonly clean: boolean;
    };

/** A text of the contract that must bind: a boolean over a row, or a query over the drop's good rows. */
export type Expression =
  | { readonly id: string; readonly kind: "row" | "query"; readonly sql: string }
  /** A derived table's query, its inputs being subqueries over `good`. Problems of a column have the id `id name`. */
  | {
      readonly id: string;
      readonly kind: "table";
      readonly sql: string;
      /** `types` is a RegExp over the whole type that the query may give, `wanted` the type in words. */
      readonly gives: readonly { readonly name: string; readonly types: string; readonly wanted: string }[];
    };

/** How the drop's columns meet the plan's. */
export interface Matched {
  readonly columns: readonly {
    /** Plan column. */
    readonly name: string;
    /** Column in the drop as it spells it; null: missing. */
    readonly physical: string | null;
    readonly from: string | null;
    /** Index into the plan column's conversions; null: same type, or missing. */
    readonly conversion: number | null;
    /** Type of the column without the fields that the plan does not know; null: missing. */
    readonly kept: string | null;
  }[];
  /** Every column of the drop in its order, with its DuckDB type. */
  readonly raw: readonly { readonly name: string; readonly type: string }[];
  readonly differences: Report["columns"];
  /** True: a difference asks for `quarantine`: the rule of kind `schema` fails every row. */
  readonly quarantineAll: boolean;
}

export interface Refusal {
  readonly code: ReasonCode;
  readonly message: string;
  readonly cure: string;
}

export interface Preflight {
  /** File name inside the box of what is to be read: the drop, or a copy of it with a mended footer. */
  readonly input: string;
  readonly rows: number;
  readonly units: readonly Unit[];
  readonly matched: Matched;
  /** The file's columns, types and encodings are what a rewrite would give: it may be passed through if clean. */
  readonly sameEncoding: boolean;
}

export interface LocalFile {
  /** File name inside the box. */
  readonly file: string;
  readonly rows: number;
}

/** What one unit gave; rows_in = good.rows + doubtful.rows + quarantined.rows. */
export interface UnitResult {
  readonly unit: number;
  readonly rows: number;
  readonly goodRows: number;
  readonly quarantinedRows: number;
  readonly doubtfulRows: number;
  /** No rule fails any row, and (with `passClean`) the good rows were left unwritten. */
  readonly clean: boolean;
  /** null: nothing to write, or not asked to. */
  readonly good: LocalFile | null;
  readonly doubtful: LocalFile | null;
  readonly quarantined: LocalFile | null;
  /** Failures per rule id; absent: 0. */
  readonly failures: Readonly<Record<string, number>>;
  readonly samples: Readonly<Record<string, Report["rules"][number]["samples"]>>;
  readonly causes: Readonly<Record<string, Report["rules"][number]["causes"]>>;
  readonly partitions: Report["partitions"];
  /** Newest value of the partition column in microseconds since 1970, over good rows; null: none. */
  readonly newestMicros: string | null;
}

/** What the doubtful rows became; with `exceeded` empty all of them are good. */
export type SettledRows = Pick<UnitResult, "rows" | "good" | "quarantined" | "partitions" | "newestMicros">;

export interface Deduplicated {
  readonly duplicates: number;
  /** The good files again, those with duplicates rewritten; empty when only validating. */
  readonly good: readonly LocalFile[];
  readonly partitions: Report["partitions"];
  readonly newestMicros: string | null;
}

/** A check's number; null with the reason why there is none. */
export interface Measurement {
  readonly measured: number | null;
  readonly note: string | null;
}

/** Why a text of a contract cannot be used. */
export interface BindProblem {
  readonly id: string;
  readonly message: string;
  readonly cure: string;
}

/** Rows of one statement; 64-bit numbers and decimals are texts. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

export type Answer =
  | { readonly ok: true; readonly value: unknown; readonly milliseconds: number }
  /** The drop is at fault: a verdict, not a bug. The child that said so is not used again, unless nothing was decoded. */
  | { readonly ok: false; readonly refusal: Refusal; readonly undecoded?: true | undefined }
  /** Sluice is at fault; the text is for its developers. */
  | { readonly ok: false; readonly bug: string };
