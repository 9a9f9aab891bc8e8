import { refuse } from "../refused.ts";
import type { RawColumn } from "./match.ts";

/** What `statements.quarantine` of a plan adds to the drop's own columns, as DESCRIBE prints the types. */
const ADDED = [
  { name: "_reasons", type: 'STRUCT("rule" VARCHAR, path VARCHAR)[]' },
  { name: "_object", type: "VARCHAR" },
  { name: "_generation", type: "VARCHAR" },
  { name: "_row", type: "BIGINT" },
] as const;

export const ORIGIN_NAMES: readonly string[] = ADDED.map(({ name }) => name);

/** The drop's own columns of a quarantine file; refuses a file that is none. */
export function withoutOrigin(columns: readonly RawColumn[]): RawColumn[] {
  const lacking = ADDED.filter(({ name, type }) => !columns.some((one) => one.name === name && one.type === type));
  if (lacking.length > 0) {
    const list = lacking.map(({ name, type }) => `${name} (${type})`).join(", ");
    const cure = "replay a file that a report names as quarantined";
    refuse("COLUMN_MISSING", `the file is no quarantine file: it lacks ${list}`, cure);
  }
  return columns.filter(({ name }) => !ORIGIN_NAMES.includes(name));
}
