import type { Field } from "./field.ts";
import type { Place } from "./problem.ts";
import type { Check, Rule } from "./rule.ts";

export type ColumnPolicy = "evolve" | "alert" | "quarantine" | "fail";
export type ReuploadPolicy = "merge" | "replace" | "hold";
export type Granularity = "HOUR" | "DAY" | "MONTH" | "YEAR";

/** Where drops of this dataset are found in landing. */
export interface Landing {
  /** Source of a RegExp (flag v) over the whole object name; may capture `dt` (YYYY-MM-DD), the arrival day. */
  readonly pattern: string;
  readonly capturesDay: boolean;
  /** The folder that all of its objects lie in, `device_pings/`; null: none is sure. */
  readonly folder: string | null;
}

export interface Partition {
  readonly column: string;
  readonly granularity: Granularity;
  readonly requireFilter: boolean;
  /** Days until BigQuery drops a partition; null: never. */
  readonly expirationDays: number | null;
}

/** How the rows of a table are made from other tables. */
export interface Derived {
  /** Where its SQL stands, beside the contract. */
  readonly file: string;
  /** One SELECT in portable SQL, as written; `{flights}` is the table of the dataset flights. */
  readonly query: string;
  /** The datasets that it reads, each once, in the order of the text; `where` it is first read. */
  readonly inputs: readonly { readonly dataset: string; readonly where: Place }[];
}

/** How the dataset reacts; every member has a default that `sluice plan` prints. */
export interface Policies {
  readonly onUnknownColumn: ColumnPolicy;
  readonly onMissingColumn: ColumnPolicy;
  readonly onRetypedColumn: ColumnPolicy;
  readonly onReupload: ReuploadPolicy;
  /** Clean files whose encoding equals the plan's are copied instead of rewritten. */
  readonly passThrough: boolean;
  /** A row never changes its partition, so the key need not hold the partition column. */
  readonly partitionStable: boolean;
  /** `remove`: exact duplicates inside a drop are counted as duplicates and not loaded. Only without a key. */
  readonly exactDuplicates: "keep" | "remove";
  /** Rows older than arrival day − this are quarantined as late; null: no window. */
  readonly lateWindowDays: number | null;
  /** Seconds after which a publication is due. */
  readonly publishEverySeconds: number;
  /** Rows above which counting over the whole drop is not run; null: by host. */
  readonly checkLimit: number | null;
}

export interface Sla {
  /** UTC, `06:00Z`; null: not promised. */
  readonly expectedBy: string | null;
  /** Cron of the expected arrival, UTC. */
  readonly schedule: string | null;
  readonly latencyHours: number | null;
  readonly retentionDays: number | null;
}

export interface Recipient {
  readonly channel: string;
  readonly email: string;
  readonly digest: { readonly error: "immediate" | "daily"; readonly warning: "immediate" | "daily" };
}

/** `readClassified` reads the classified columns too; `write` uploads into the dataset's landing folder, and reads nothing. */
export const ACCESS = ["read", "readClassified", "write"] as const;
export type Access = (typeof ACCESS)[number];

/** What the people of one role may do with the dataset; who they are, the environment knows. */
export interface Role {
  readonly role: string;
  readonly access: Access;
  readonly where: Place;
  /** Null: all rows. */
  readonly rows: RowFilter | null;
}

export interface RowFilter {
  /** A condition over the columns in portable SQL, as written; where it is NULL, the row is not shown. */
  readonly sql: string;
  readonly where: Place;
}

/** A dataset's promise, normalised: every default filled in, every path resolved, every rule listed. Frozen. */
export interface Contract {
  readonly file: string;
  /** The dataset's name: schema[0].name, equal to the file's stem. */
  readonly dataset: string;
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly title: string;
  readonly domain: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly rowDescription: string | null;
  /** Table names in the warehouse (schema physicalName; default: dataset). A derived table has no quarantine. */
  readonly table: string;
  readonly quarantineTable: string;
  /** Null: rows come from no drops, but from other tables. */
  readonly landing: Landing | null;
  /** Null if and only if there is a landing. */
  readonly derived: Derived | null;
  readonly fields: readonly Field[];
  /** Merge key in key order; empty: rows are never matched. Of a derived table nothing is merged: a check holds it unique. */
  readonly key: readonly string[];
  /** Column whose greater value is the newer row; null: by arrival. */
  readonly sequence: string | null;
  readonly partition: Partition;
  readonly clustering: readonly string[];
  readonly policies: Policies;
  /** None of a derived table: nothing sets its rows aside. */
  readonly rules: readonly Rule[];
  readonly checks: readonly Check[];
  readonly sla: Sla;
  readonly owner: string | null;
  readonly recipients: readonly Recipient[];
  readonly roles: readonly Role[];
  readonly runbookUrl: string | null;
  /** Names of settings that the contract leaves to their default, e.g. `onReupload`. */
  readonly defaulted: readonly string[];
}
