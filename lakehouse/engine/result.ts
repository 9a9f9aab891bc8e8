import type { Report } from "../plan/report.ts";
import type { Matched, Measurement, Refusal, UnitResult } from "./protocol.ts";

/** A file in the box; the caller moves it away before it disposes of the result. */
export interface BoxFile {
  readonly path: string;
  readonly rows: number;
}

interface Common {
  readonly bytes: number;
  /** Base64, of the bytes that were read; null where they were not read to their end. */
  readonly crc32c: string | null;
  readonly milliseconds: Report["run"]["milliseconds"];
  /** Removes the box with all files in it. */
  dispose(): Promise<void>;
}

/** The drop could not be read: no rows, no files, a reason. */
export interface RefusedDrop extends Common {
  readonly kind: "refused";
  readonly refusal: Refusal;
}

/** The drop was read to its last row. `rows.in` = `rows.good` + `rows.quarantined`. */
export interface SplitDrop extends Common {
  readonly kind: "split";
  readonly units: number;
  readonly rows: {
    readonly in: number;
    readonly good: number;
    readonly quarantined: number;
    readonly duplicates: number;
  };
  readonly differences: Matched["differences"];
  readonly failures: UnitResult["failures"];
  readonly samples: UnitResult["samples"];
  readonly causes: UnitResult["causes"];
  readonly partitions: Report["partitions"];
  readonly newestMicros: string | null;
  /** Of the checks with a statement; one that is absent was left out for the drop's size. */
  readonly checks: Readonly<Record<string, Measurement>>;
  /** Exact duplicates were not looked for, for the drop's size. */
  readonly duplicatesUnknown: boolean;
  /** Empty when only validating, and when the drop is passed through. */
  readonly files: { readonly good: readonly BoxFile[]; readonly quarantined: readonly BoxFile[] };
  /** The drop itself is the one good file. */
  readonly passedThrough: boolean;
}

export type DropResult = SplitDrop | RefusedDrop;
